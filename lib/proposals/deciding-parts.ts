import type { Hop, Outcome, RouteRef, Trace, TraceRequest } from '../routing';
import { nameOf, routeName, serverName } from '../routing/words/describe-parts';

/**
 * The parts of the mesh that decide about a request: routes of VirtualServices, rules of policies, and servers that redirect.
 * The same route decides anew for each host, and for clients in the mesh and outside.
 */
export function decidingParts({ from = 'gateway' }: TraceRequest, { hops, outcomes }: Trace): string[] {
  const side = from.startsWith('mesh:') ? 'in the mesh' : 'at the gateway';
  return [...new Set([...partsOf(hops, side), ...outcomes.flatMap(redirectingServer)])];
}

/** Whether a part is a denial by policies. */
export function isDenial(part: string): boolean {
  return part.startsWith(DENIED);
}

const DENIED = 'denied at ';

function partsOf(hops: readonly Hop[], side: string): string[] {
  let host = '';
  return hops.flatMap((hop) => {
    switch (hop.hop) {
      case 'virtual host':
        host = hop.domain;
        return [];
      case 'route':
        return routePart(hop.route, host, side);
      case 'policies':
        return policyPart(hop);
      case 'destinations':
        return hop.branches.flatMap((branch) => partsOf(branch.hops, side));
      default:
        return [];
    }
  });
}

/** The default route of a Service belongs to no object. */
function routePart(route: RouteRef, host: string, side: string): string[] {
  return route.virtualService ? [`${routeName(route)}${host === '' ? '' : ` for ${host}`}, ${side}`] : [];
}

function policyPart({ is, by, rule, workload }: Extract<Hop, { readonly hop: 'policies' }>): string[] {
  if (is === 'unmodelled' || (is === 'allowed' && !by)) {
    return [];
  }
  const policy = by
    ? `${nameOf(by)}${rule === undefined ? '' : ` rules[${rule}]`}`
    : 'no ALLOW policy matches';
  return [`${is} at ${nameOf(workload)}: ${policy}`];
}

function redirectingServer(outcome: Outcome): string[] {
  return outcome.is === 'redirected' && 'gateway' in outcome.by ? [serverName(outcome.by)] : [];
}
