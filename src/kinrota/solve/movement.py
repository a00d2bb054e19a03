"""Rules of movement: nobody is in two places, children move with adults, visits are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kinrota.model.needs import Visit
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.time import Span, length, minus
from kinrota.solve import hosting, stays
from kinrota.solve.arcs import Arc, Node
from kinrota.solve.helping import helper_hours
from kinrota.solve.journeys import waits_at_most
from kinrota.solve.networks import Move, Network
from kinrota.solve.program import Literal, Program, Terms, total
from kinrota.solve.stays import Marks
from kinrota.solve.ways import Way

ASKED_FOR = 30
"""Minutes that a helper is asked for at the least."""


def residents_flow(program: Program) -> None:
    """Each resident follows one way through its network: out of a node as often as into it, once in all."""
    for name, network in program.layout.networks.items():
        if network.source is None:
            _helper_flow(program, name, network)
            continue
        nodes = {node for arc in network.arcs for node in (arc.tail, arc.head)} | {network.source}
        for node in sorted(nodes):
            inward: Terms = [program.arc[name, arc] for arc in program.into.get((name, node), [])]
            outward: Terms = [program.arc[name, arc] for arc in program.out_of.get((name, node), [])]
            start = 1 if node == network.source else 0
            if node in network.ends:
                program.model.add(total(outward) <= total(inward) + start)
            else:
                program.model.add(total(outward) == total(inward) + start)


def _helper_flow(program: Program, name: str, network: Network) -> None:
    """A helper is somewhere only between coming and going; and in one place."""
    nodes = {node for arc in network.arcs for node in (arc.tail, arc.head)}
    nodes |= {(place, layer, t) for _, place, layer, t in network.moves}
    for node in sorted(nodes):
        inward: Terms = [program.arc[name, arc] for arc in program.into.get((name, node), [])]
        outward: Terms = [program.arc[name, arc] for arc in program.out_of.get((name, node), [])]
        come, go = program.move.get((name, ("come", *node))), program.move.get((name, ("go", *node)))
        inward += [] if come is None else [come]
        outward += [] if go is None else [go]
        program.model.add(total(outward) == total(inward))
    _one_place(program, name, network)


def helpers_ways(program: Program) -> None:
    """A helper that goes from one place is not at another before it could be: go + come <= 1 inside the journey."""
    household = program.layout.week.household
    moves: dict[str, list[tuple[Move, Literal]]] = defaultdict(list)
    for (name, move), literal in program.move.items():
        moves[name].append((move, literal))
    for name, own in moves.items():
        for (which, left, _, gone), going in own:
            for (other, reached, _, come), coming in own if which == "go" else ():
                way = household.journeys.quickest(left, reached, household.adult(name).modes)
                minutes = way[0] if way else 0
                if other == "come" and gone <= come < gone + max(minutes, 1):
                    program.model.add_at_most_one([going, coming])


def helpers_asked_for_a_while(program: Program) -> None:
    """A helper does not go sooner than `ASKED_FOR` after it came: come + go <= 1, but for all of a shorter offer."""
    moves: dict[str, list[tuple[Move, Literal]]] = defaultdict(list)
    for (name, move), literal in program.move.items():
        moves[name].append((move, literal))
    for name, own in moves.items():
        offers = helper_hours(program.layout.week, program.layout.agendas[name])
        goings = [(move[3], literal) for move, literal in own if move[0] == "go"]
        for move, coming in own:
            for goes, going in goings if move[0] == "come" else ():
                if move[3] < goes < move[3] + ASKED_FOR and Span(move[3], goes) not in offers:
                    program.model.add_at_most_one([coming, going])


def _one_place(program: Program, name: str, network: Network) -> None:
    """At each of a helper's instants at most one arc begins or goes on."""
    cuts = sorted({arc.begins for arc in network.arcs})
    for t in cuts:
        going = [program.arc[name, arc] for arc in network.arcs if arc.begins <= t < arc.ends]
        if len(going) > 1:
            program.model.add_at_most_one(going)


def children_along(program: Program) -> None:
    """A child is with an adult only where the adult is, and goes on with it or is left at its visit."""
    nodes: dict[tuple[str, str, Node], tuple[Terms, Terms]] = defaultdict(lambda: ([], []))
    for (child, name, arc), literal in program.along.items():
        program.model.add_implication(literal, program.arc[name, arc])
        if arc.end != HOME:
            nodes[child, name, arc.head][0].append(literal)
        if arc.start != HOME:
            nodes[child, name, arc.tail][1].append(literal)
    for (visit, name, node), literal in program.pick.items():
        nodes[visit.child, name, node][0].append(literal)
    for (visit, name, node), literal in program.drop.items():
        nodes[visit.child, name, node][1].append(literal)
    for (child, name, node), gets, literal in hosting.changes_there(program):
        nodes[child, name, node][0 if gets else 1].append(literal)
    for inward, outward in nodes.values():
        program.model.add(total(inward) == total(outward))


def visits_kept(program: Program) -> None:
    """Each visit begins once and ends once, in this order and within `at_most`; a club may be missed whole."""
    for visits in program.layout.visits.values():
        for visit in visits:
            drops, picks = drops_of(program, visit), picks_of(program, visit)
            whole = program.visited.get(visit, 1)
            if visit.brought:
                program.model.add(total(term for terms in drops.values() for term in terms) == whole)
            if visit.fetched:
                program.model.add(total(term for terms in picks.values() for term in terms) == whole)
            _in_order(program, visit, drops, picks)


def drops_of(program: Program, visit: Visit) -> dict[int, Terms]:
    """What may begin a visit, by its instant."""
    ways = [(way.ends, way) for way in program.layout.ways[visit.child] if way.comes == visit]
    return _by_instant(program, visit, program.drop, ways)


def picks_of(program: Program, visit: Visit) -> dict[int, Terms]:
    """What may end a visit, by its instant."""
    ways = [(way.begins, way) for way in program.layout.ways[visit.child] if way.leaves == visit]
    return _by_instant(program, visit, program.pick, ways)


def _by_instant(
    program: Program,
    visit: Visit,
    escorts: Mapping[tuple[Visit, str, Node], Literal],
    ways: Iterable[tuple[int, Way]],
) -> dict[int, Terms]:
    """The escorts and the ways alone of a visit, by their instants."""
    found: dict[int, Terms] = defaultdict(list)
    for (own, _, node), literal in escorts.items():
        if own == visit:
            found[node[2]].append(literal)
    for instant, way in ways:
        if way in program.way:
            found[instant].append(program.way[way])
    return found


def _in_order(program: Program, visit: Visit, drops: dict[int, Terms], picks: dict[int, Terms]) -> None:
    """No pick-up at or before the drop-off, none more than `at_most` after it."""
    if not visit.brought or not visit.fetched:
        if visit.at_most is not None:
            program.model.add(total(_too_long(visit, drops, picks)) == 0)
        return
    times = sorted(drops)
    for n, t in enumerate(times):
        until = [term for s in times[: n + 1] for term in drops[s]]
        after = [term for s in times[n:] for term in drops[s]]
        if visit.at_most is not None:
            late = [term for s, terms in picks.items() if s > t + visit.at_most for term in terms]
            if late:
                program.model.add(total(until) + total(late) <= 1)
        early = [term for s, terms in picks.items() if s <= t for term in terms]
        if early:
            program.model.add(total(after) + total(early) <= 1)


def _too_long(visit: Visit, drops: dict[int, Terms], picks: dict[int, Terms]) -> Terms:
    limit = visit.at_most or 0
    early = [
        term for t, terms in drops.items() if visit.fetched is False and visit.pick[0] - t > limit for term in terms
    ]
    late = [
        term for t, terms in picks.items() if visit.brought is False and t - visit.drop[0] > limit for term in terms
    ]
    return early + late


def purpose(program: Program) -> None:
    """An adult leaves a place when it brings or fetches a child there, or after what was kept there to the end.

    Leaves <= brings + fetches + was there for what has just ended; a host leaves with a child, or as one is fetched.
    Where it works any of these will do, or work, that was in the same stay.
    """
    served: dict[tuple[str, Node], Terms] = defaultdict(list)
    for family in (program.drop, program.pick):
        for (_, name, node), literal in family.items():
            served[name, node].append(literal)
    hosting.served_there(program, served)
    errands = program.layout.errands
    places = {stops.visit.place for stops in program.layout.stops.values()} | {errand.place for errand in errands}
    places |= {one.place for one in program.layout.sleepovers}
    for name in program.layout.networks:
        works = program.layout.agendas[name].places
        worked = stays.worked(program, name, before=True)
        for place in sorted((places | works) - {HOME, ELSEWHERE}):
            reasons: Marks = {}
            for node in program.nodes_at(name, place):
                kept = [program.there[e, name] for e in errands if e.place == place and e.ends_at(node[2])]
                reasons[node] = [*served.get((name, node), []), *kept, *worked.get(node, [])]
            if place in works:
                reasons = stays.since_it_came(program, name, place, reasons)
            for node, terms in reasons.items():
                go = program.move.get((name, ("go", *node)))
                leaves: Terms = [program.arc[name, a] for a in program.out_of.get((name, node), []) if _leaves(a)]
                leaves += [] if go is None else [go]
                if leaves:
                    program.model.add(total(leaves) <= total(terms))


def _leaves(arc: Arc) -> bool:
    return arc.kind not in ("stay", "work")


def waiting_ends(program: Program) -> None:
    """No longer stay at a place than an adult waits there: of neighbouring stays that are too long one is not taken.

    But where it does a routine there around which they lie.
    """
    for name, network in program.layout.networks.items():
        rows: dict[tuple[str, str], list[Arc]] = defaultdict(list)
        for arc in network.arcs:
            if arc.kind == "stay" and arc.start != HOME:
                rows[arc.start, arc.layer_before].append(arc)
        for row in rows.values():
            for arcs, unless in _too_long_together(program, name, row):
                program.model.add_bool_or([*(~program.arc[name, arc] for arc in arcs), *unless])


def _too_long_together(program: Program, name: str, row: list[Arc]) -> Iterator[tuple[list[Arc], list[Literal]]]:
    """The runs of unbroken stays that are longer than an adult waits, the shortest of each kind.

    Around an occasion there it does not wait, and around a routine not if it does that: these are the literals.
    """
    layout = program.layout
    agenda, place = layout.agendas[name], row[0].start
    errands = [errand for errand in layout.errands if errand.place == place]
    fixed = {one.span for one in layout.duties.occasions if place in one.places}
    kept = [errand.around for errand in errands if errand.span in fixed]
    kept += [one.window for one in layout.sleepovers if (one.host, one.place) == (name, place)]
    done = [errand for errand in errands if errand.span not in fixed and (errand, name) in program.there]
    for n, first in enumerate(row):
        run = [first]
        for arc in row[n + 1 :]:
            if arc.begins != run[-1].ends:
                break
            run.append(arc)
            span = Span(first.begins, arc.ends)
            most = waits_at_most(layout.week, agenda, place, span)
            if length(minus([span], kept)) > most:
                about = [errand for errand in done if length(minus([span], [*kept, errand.around])) <= most]
                yield list(run), [program.there[errand, name] for errand in about]
                if not about:
                    break


def attended_at_once(program: Program) -> None:
    """A child does not wait with its adult at a place that is open to it: brought + there just before <= 1."""
    for (visit, name, node), literal in program.drop.items():
        for arc in program.into.get((name, node), []) if node[2] > visit.drop[0] else ():
            waits = program.along.get((visit.child, name, arc)) if arc.kind == "stay" else None
            if waits is not None:
                program.model.add_at_most_one([literal, waits])


def ready(program: Program) -> None:
    """Before leaving home with children an adult is at home, awake and not at work for `ready` minutes.

    leaves with a child at t + came home inside (t - ready, t] <= 1, and the same with a block of sleep there.
    """
    layout = program.layout
    minutes = layout.week.household.slack.ready
    if not minutes:
        return
    leavings: dict[tuple[str, int], Terms] = defaultdict(list)
    for (_, name, arc), literal in program.along.items():
        if arc.start == HOME:
            leavings[name, arc.begins].append(literal)
    for (name, t), literals in leavings.items():
        before = Span(t - minutes, t)
        block = layout.sure_at(name, before)
        if block is not None and block.at_home:
            program.model.add(total(literals) == 0)
            continue
        late: list[Terms] = [program.arriving(name, s) for s in layout.instants if t - minutes < s <= t]
        asleep = [program.in_rest(rest, before) for rest in layout.rests[name].owed]
        other: list[Terms] = [[term] for term in (*program.doings.at(name, before), *program.working(name, before))]
        for terms in (*late, *asleep, *other):
            for leaves in literals if terms else ():
                program.model.add(total(terms) + leaves <= 1)
