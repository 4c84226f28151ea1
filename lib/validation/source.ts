import type { Problem } from './problem';
import { dnsLabel, labels, port, subnet } from './values';

/** All sidecars, in a list of gateways; what an absent list stands for. */
export const MESH = 'mesh';

/** What matches of HTTP, TLS and TCP routes have in common: where the traffic comes from and through. */
interface SourceMatch {
  readonly port?: number;
  readonly gateways?: string[];
  readonly sourceLabels?: Record<string, string>;
  readonly sourceNamespace?: string;
  readonly destinationSubnets?: string[];
}

/**
 * @param gateways those of the VirtualService; undefined for a delegate, which does not know them
 */
export function* validateSource(
  field: string,
  match: SourceMatch,
  gateways?: readonly string[],
): Iterable<Problem> {
  if (match.port !== undefined) {
    yield* port(`${field}.port`, match.port);
  }
  if (match.sourceNamespace !== undefined) {
    yield* dnsLabel(`${field}.sourceNamespace`, match.sourceNamespace);
  }
  yield* labels(`${field}.sourceLabels`, match.sourceLabels);
  if (match.destinationSubnets?.length && gateways && !gateways.includes(MESH)) {
    const message = 'is not looked at by gateways; remove it, or bind the VirtualService to the mesh';
    yield { field: `${field}.destinationSubnets`, message };
  }
  for (const [i, block] of (match.destinationSubnets ?? []).entries()) {
    yield* subnet(`${field}.destinationSubnets[${i}]`, block);
  }
  for (const [i, gateway] of (match.gateways ?? []).entries()) {
    if (gateways && !gateways.includes(gateway)) {
      const message = `"${gateway}" is not among the gateways of the VirtualService (${gateways.join(', ')})`;
      yield { field: `${field}.gateways[${i}]`, message: `${message}, so this never matches; add it there` };
    }
  }
  for (const name of ['sourceLabels', 'sourceNamespace'] as const) {
    if (match[name] !== undefined && match.gateways?.length) {
      yield {
        field: `${field}.${name}`,
        message: 'is not looked at beside gateways; write two matches, one with each',
      };
    }
  }
}
