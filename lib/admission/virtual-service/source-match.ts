import type { VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import type { ProxyField } from '../../istiod/virtual-services/http-match-request';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, IMPOSSIBLE_CONDITION, NO_EFFECT, REFUSED } from '../problem-types';
import { labelProblems } from '../values/labels';
import { dnsLabelProblems } from '../values/names';
import { portProblems, subnetProblems } from '../values/ports-and-subnets';
import type { VirtualServiceContext } from './context';
import { gatewayNameProblems, unboundGatewayProblems } from './gateway-names';

/** The fields by which a match is for some ports, gateways and proxies; matches of all protocols have them. */
type SourceMatch = Pick<VirtualServiceSpecHttpMatch, ProxyField>;

/** Finds what is wrong with one field of a match. */
export type MatchFieldValidator<Value> = (
  field: FieldPath,
  value: Value,
  context: VirtualServiceContext,
) => Iterable<Problem>;

/** Each protocol has its own rule for `sourceNamespace`. */
type CommonField = Exclude<ProxyField, 'sourceNamespace'>;

export const SOURCE_VALIDATORS: {
  readonly [Field in CommonField]: MatchFieldValidator<NonNullable<SourceMatch[Field]>>;
} = {
  port(field, port) {
    // In protocol buffers, 0 is the same as no port.
    return withType(port === 0 ? NO_EFFECT : REFUSED, portProblems(field, port));
  },
  sourceLabels: labelProblems,
  *gateways(field, gateways, context) {
    yield* gatewayNameProblems(field, gateways, true);
    yield* unboundGatewayProblems(field, gateways, context);
  },
};

/** Fields about the source in a match that names gateways. (E2) */
export function* ignoredSourceProblems(field: FieldPath, match: SourceMatch): Iterable<Problem> {
  for (const name of ['sourceLabels', 'sourceNamespace'] as const) {
    if (match[name] !== undefined && match.gateways?.length) {
      const message = 'is ignored in a match that names gateways; write two matches, one with each';
      yield { field: [...field, name], message, type: IGNORED_FIELD };
    }
  }
}

/** A match of a TLS or TCP route. */
interface ConnectionMatch extends SourceMatch {
  readonly destinationSubnets?: string[];
}

export function* validateConnectionMatch(
  field: FieldPath,
  match: ConnectionMatch,
  context: VirtualServiceContext,
): Iterable<Problem> {
  const { destinationSubnets = [], gateways, port, sourceLabels, sourceNamespace } = match;
  if (sourceNamespace !== undefined) {
    // istiod validates the namespace in HTTP routes only.
    const problems = dnsLabelProblems([...field, 'sourceNamespace'], sourceNamespace);
    yield* withType(IMPOSSIBLE_CONDITION, problems);
  }
  if (port !== undefined) {
    yield* SOURCE_VALIDATORS.port([...field, 'port'], port, context);
  }
  yield* labelProblems([...field, 'sourceLabels'], sourceLabels);
  const subnets = [...field, 'destinationSubnets'];
  if (destinationSubnets.length > 0 && context.gateways && !context.gateways.includes(MESH)) {
    const message = 'is ignored at gateways; remove it, or bind the VirtualService to the mesh';
    yield { field: subnets, message, type: IGNORED_FIELD };
  }
  for (const [i, subnet] of destinationSubnets.entries()) {
    yield* subnetProblems([...subnets, i], subnet);
  }
  yield* SOURCE_VALIDATORS.gateways([...field, 'gateways'], gateways ?? [], context);
  yield* ignoredSourceProblems(field, match);
}
