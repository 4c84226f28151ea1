import { MESH } from '../../istiod/virtual-services/gateway-names';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import {
  IGNORED_FIELD,
  IMPOSSIBLE_CONDITION,
  NO_EFFECT,
  REFUSED,
  UNUSABLE_VALUE,
  WARNED,
} from '../problem-types';
import {
  dnsLabelProblems,
  isDnsLabel,
  isFqdn,
  labelProblems,
  portProblems,
  someOf,
  subnetProblems,
} from '../values/values';

/** What matches of HTTP, TLS and TCP routes have in common: where the traffic comes from and through. */
interface SourceMatch {
  readonly port?: number;
  readonly gateways?: string[];
  readonly sourceLabels?: Record<string, string>;
  readonly sourceNamespace?: string;
  readonly destinationSubnets?: string[];
}

/** What a route is told by the VirtualService that it is in. */
export interface Surroundings {
  readonly isDelegate: boolean;
  /** The gateways of the VirtualService; undefined for a delegate, which does not know them. */
  readonly gateways?: readonly string[];
  /** That of the VirtualService; undefined when it is left to `kubectl apply`. */
  readonly namespace?: string;
}

export function* validateSource(
  field: FieldPath,
  match: SourceMatch,
  surroundings: Surroundings,
): Iterable<Problem> {
  const { gateways } = surroundings;
  if (match.port !== undefined) {
    // As protocol buffers have it, 0 is no port at all.
    yield* withType(match.port === 0 ? NO_EFFECT : REFUSED, portProblems([...field, 'port'], match.port));
  }
  yield* labelProblems([...field, 'sourceLabels'], match.sourceLabels);
  if (match.destinationSubnets?.length && gateways && !gateways.includes(MESH)) {
    const message = 'is not looked at by gateways; remove it, or bind the VirtualService to the mesh';
    yield { field: [...field, 'destinationSubnets'], message, type: IGNORED_FIELD };
  }
  for (const [i, block] of (match.destinationSubnets ?? []).entries()) {
    yield* subnetProblems([...field, 'destinationSubnets', i], block);
  }
  yield* validateGatewayNames([...field, 'gateways'], match.gateways);
  yield* foreignGateways([...field, 'gateways'], match.gateways, surroundings);
  for (const name of ['sourceLabels', 'sourceNamespace'] as const) {
    if (match[name] !== undefined && match.gateways?.length) {
      yield {
        field: [...field, name],
        message: 'is not looked at beside gateways; write two matches, one with each',
        type: IGNORED_FIELD,
      };
    }
  }
}

/** TLS and TCP routes: istiod has a look at the namespace of HTTP routes only. */
export function* validateSourceNamespace(field: FieldPath, namespace: string | undefined): Iterable<Problem> {
  if (namespace !== undefined) {
    yield* withType(IMPOSSIBLE_CONDITION, dnsLabelProblems([...field, 'sourceNamespace'], namespace));
  }
}

/** Names of gateways; the older spelling, with dots, is still read. */
export function* validateGatewayNames(field: FieldPath, names: readonly string[] = []): Iterable<Problem> {
  // istiod looks no further than the first name without a namespace.
  const last = names.findIndex((name) => !name.includes('/'));
  for (const [i, name] of names.entries()) {
    const isLooked = last < 0 || i <= last;
    if (!isGatewayName(name) && (isLooked || !name.startsWith('./'))) {
      yield {
        field: [...field, i],
        message: `"${name}" is no gateway; write "name" or "namespace/name"`,
        type: isLooked ? REFUSED : UNUSABLE_VALUE,
      };
    } else if (!name.includes('/') && name.includes('.')) {
      const [gateway, namespace] = name.split('.');
      const message = `"${name}" is the older way to write "${namespace}/${gateway}"; write that`;
      yield { field: [...field, i], message, type: WARNED };
    }
  }
}

function isGatewayName(name: string): boolean {
  const slash = name.indexOf('/');
  return slash < 0 ? isFqdn(name) : isDnsLabel(name.slice(0, slash)) && isDnsLabel(name.slice(slash + 1));
}

/** Gateways that the VirtualService is not bound to. */
function* foreignGateways(
  field: FieldPath,
  names: readonly string[] = [],
  { gateways, namespace }: Surroundings,
): Iterable<Problem> {
  if (!gateways || names.length === 0) {
    return;
  }
  const known = new Set(gateways.map((name) => wholeName(name, namespace)));
  for (const [i, name] of names.entries()) {
    if (isGatewayName(name.replace(/^\.\//, '')) && !known.has(wholeName(name, namespace))) {
      const message = `"${name}" is not among the gateways of the VirtualService (${someOf(gateways)})`;
      yield {
        field: [...field, i],
        message: `${message}, so this never matches; add it there`,
        type: IMPOSSIBLE_CONDITION,
      };
    }
  }
}

/** The name with its namespace. (B1) */
function wholeName(name: string, namespace = ''): string {
  if (name === MESH || name.includes('/')) {
    return name.startsWith('./') ? `${namespace}${name.slice(1)}` : name;
  }
  const [gateway, theirs] = name.split('.');
  return `${theirs ?? namespace}/${gateway}`;
}
