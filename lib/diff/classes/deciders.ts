import type { FieldPath } from '../../manifests/manifest';
import { describeOutcome, type Hop, type ObjectRef, type RouteRef, type Trace } from '../../routing';
import { nameOf, routeName, serverName } from '../../routing/words/describe-parts';
import type { Decider, Side } from './difference';

/** What becomes of a request, and which objects decide. */
export function sideOf(trace: Trace): Side {
  return { outcomes: trace.outcomes.map(describeOutcome), decidedBy: decidersOf(trace) };
}

/** The objects that decide about a request. A route decides more than the server whose route it is. */
export function decidersOf({ hops }: Trace): Decider[] {
  const deciders = hops.flatMap(decidersAt);
  const servers = hops.flatMap((hop) => (hop.hop === 'server' ? serverDecider(hop.server) : []));
  const all = deciders.length > 0 ? deciders : servers;
  return [...new Map(all.map((decider) => [decider.words, decider])).values()];
}

function decidersAt(hop: Hop): Decider[] {
  switch (hop.hop) {
    case 'route':
      return routeDecider(hop.route);
    case 'policies':
      return hop.by && hop.is !== 'allowed' ? [policyDecider(hop.by, hop.rule)] : [];
    case 'subset':
      return hop.subset === undefined
        ? []
        : hop.destinationRules.map((object) => ({
            words: nameOf(object),
            object,
            field: ['spec', 'subsets'],
          }));
    case 'destinations':
      return hop.branches.flatMap(({ hops }) => hops.flatMap(decidersAt));
    default:
      return [];
  }
}

/** The default route of a Service belongs to no object. */
function routeDecider(route: RouteRef): Decider[] {
  const { virtualService, delegate, protocol, index, delegateIndex, match } = route;
  const object = delegate ?? virtualService;
  const own: FieldPath = ['spec', protocol, delegate ? (delegateIndex ?? 0) : index];
  const field = match === undefined || delegate ? own : [...own, 'match', match];
  return object ? [{ words: routeName(route), object, field }] : [];
}

function policyDecider(object: ObjectRef, rule: number | undefined): Decider {
  return rule === undefined
    ? { words: nameOf(object), object, field: ['spec'] }
    : { words: `${nameOf(object)} rules[${rule}]`, object, field: ['spec', 'rules', rule] };
}

function serverDecider(server: Parameters<typeof serverName>[0]): Decider[] {
  return [{ words: serverName(server), object: server.gateway, field: ['spec', 'servers', server.index] }];
}
