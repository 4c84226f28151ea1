import { workloadsOf } from '../istiod/workloads/workloads';
import type {
  ArrivalHop,
  Hop,
  MeshModel,
  Outcome,
  PoliciesHop,
  RouteRef,
  Trace,
  TraceRequest,
} from '../routing';
import { appliedAuthorization } from '../routing/policies';
import { nameOf, routeName, serverName } from '../routing/words/describe-parts';
import { keyOf, type MeshPart, policyPart, routePart, serverPart } from './parts';

/** The parts of a mesh that decide about a request. */
export function partsAskedBy(model: MeshModel, { hops }: Trace): MeshPart[] {
  const parts: MeshPart[] = [];
  takeParts(model, hops, (part) => parts.push(part));
  return parts;
}

/** The names of these parts. */
export function keysAskedBy(model: MeshModel, { hops }: Trace): ReadonlySet<string> {
  const keys = new Set<string>();
  takeParts(model, hops, (part) => keys.add(keyOf(part)));
  return keys;
}

/** It runs for each trace of a test, so it makes few lists. */
function takeParts(model: MeshModel, hops: readonly Hop[], take: (part: MeshPart) => void): void {
  for (const hop of hops) {
    if (hop.hop === 'destinations') {
      for (const branch of hop.branches) {
        takeParts(model, branch.hops, take);
      }
    } else {
      partsOfHop(model, hop).forEach(take);
    }
  }
}

const NO_PARTS: readonly MeshPart[] = [];

function partsOfHop(model: MeshModel, hop: Hop): readonly MeshPart[] {
  switch (hop.hop) {
    case 'server':
      return [serverPart(hop.server.gateway, hop.server.index)];
    case 'route':
      return listOf(routePart(hop.route));
    case 'policies':
      return policiesAskedBy(model, hop);
    case 'arrival':
      return hop.peerAuthentication?.policy ? [policyPart(hop.peerAuthentication.policy)] : NO_PARTS;
    default:
      return NO_PARTS;
  }
}

function listOf(part: MeshPart | undefined): readonly MeshPart[] {
  return part ? [part] : NO_PARTS;
}

/**
 * The parts of a mesh that decide about a request, in words. The same route decides anew for each host, and for clients in
 * the mesh and outside; the same rule of a policy for each workload.
 */
export function decidingParts({ from = 'gateway' }: TraceRequest, { hops, outcomes }: Trace): string[] {
  const side = from.startsWith('mesh:') ? 'in the mesh' : 'at the gateway';
  const parts = decidingHops(hops).flatMap(({ hop, host }) => {
    switch (hop.hop) {
      case 'server':
        return [serverName(hop.server)];
      case 'route':
        return routeWords(hop.route, host, side);
      case 'policies':
        return policyWords(hop);
      case 'arrival':
        return peerAuthenticationWords(hop);
      default:
        return [];
    }
  });
  return [...new Set([...parts, ...outcomes.flatMap(redirectingServer)])];
}

/** Whether a part is a denial by policies. */
export function isDenial(part: string): boolean {
  return part.startsWith(DENIED);
}

const DENIED = 'denied at ';

/** The hops of all branches, with the virtual host that they are on. */
function decidingHops(hops: readonly Hop[]): { readonly hop: Hop; readonly host: string }[] {
  let host = '';
  return hops.flatMap((hop) => {
    if (hop.hop === 'virtual host') {
      host = hop.domain;
    }
    return hop.hop === 'destinations'
      ? hop.branches.flatMap((branch) => decidingHops(branch.hops))
      : [{ hop, host }];
  });
}

/** If no ALLOW policy matches, those without rules have decided, too. */
function policiesAskedBy({ index }: MeshModel, hop: PoliciesHop): MeshPart[] {
  const { is, by, rule, authenticatedBy: token } = hop;
  return [
    ...(token ? [policyPart(token.policy, token.rule)] : []),
    ...(by && rule !== undefined ? [policyPart(by, rule)] : []),
    ...(is === 'denied' && rule === undefined
      ? index
          .view(workloadsOf)
          .in(hop.workload.namespace)
          .filter(({ name, manifest }) => name === hop.workload.name && manifest.kind === hop.workload.kind)
          .flatMap((workload) => appliedAuthorization(index, workload).allow)
          .map((policy) => policyPart(policy))
      : []),
  ];
}

/** The default route of a Service belongs to no object. */
function routeWords(route: RouteRef, host: string, side: string): string[] {
  return route.virtualService ? [`${routeName(route)}${host === '' ? '' : ` for ${host}`}, ${side}`] : [];
}

function policyWords({ is, by, rule, workload, authenticatedBy: token }: PoliciesHop): string[] {
  const accepted = token ? [`token accepted by ${nameOf(token.policy)} jwtRules[${token.rule}]`] : [];
  if (is === 'unmodelled' || (is === 'allowed' && !by)) {
    return accepted;
  }
  const policy = by
    ? `${nameOf(by)}${rule === undefined ? '' : ` rules[${rule}]`}`
    : 'no ALLOW policy matches';
  return [...accepted, `${is} at ${nameOf(workload)}: ${policy}`];
}

/** A connection that is refused has no request that a test could say anything about. */
function peerAuthenticationWords({ peerAuthentication, isAccepted }: ArrivalHop): string[] {
  return isAccepted && peerAuthentication?.policy
    ? [`connections accepted by ${nameOf(peerAuthentication.policy)} (${peerAuthentication.mode})`]
    : [];
}

function redirectingServer(outcome: Outcome): string[] {
  return outcome.is === 'redirected' && 'gateway' in outcome.by ? [serverName(outcome.by)] : [];
}
