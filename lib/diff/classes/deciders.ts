import { describeOutcome, type Hop, type Trace } from '../../routing';
import { nameOf, routeName, serverName } from '../../routing/words/describe-parts';
import type { Side } from './difference';

/** What becomes of a request, and which objects decide. */
export function sideOf(trace: Trace): Side {
  const deciders = trace.hops.flatMap(decidersAt);
  const servers = trace.hops.flatMap((hop) => (hop.hop === 'server' ? [serverName(hop.server)] : []));
  return {
    outcomes: trace.outcomes.map(describeOutcome),
    // A route decides more than the server whose route it is.
    decidedBy: [...new Set(deciders.length > 0 ? deciders : servers)],
  };
}

function decidersAt(hop: Hop): string[] {
  switch (hop.hop) {
    case 'route':
      return [routeName(hop.route)];
    case 'policies':
      return hop.by && hop.is !== 'allowed'
        ? [`${nameOf(hop.by)}${hop.rule === undefined ? '' : ` rules[${hop.rule}]`}`]
        : [];
    case 'subset':
      return hop.subset === undefined ? [] : hop.destinationRules.map(nameOf);
    case 'destinations':
      return hop.branches.flatMap(({ hops }) => hops.flatMap(decidersAt));
    default:
      return [];
  }
}
