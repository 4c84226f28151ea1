import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import {
  type Bindings,
  type BoundGateway,
  bindingsOf,
  isNamed,
} from '../../../istiod/gateways/gateway-bindings';
import { gatewayName, MESH } from '../../../istiod/virtual-services/gateway-name';
import { selectorText } from '../../../istiod/workloads/selectors';
import { carries } from '../../../istiod/workloads/workloads';
import {
  type Fields,
  fieldEntries,
  fieldsOf,
  textEntries,
  textOrEmpty,
  textsIn,
} from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import { type FieldPath, type Manifest, texts } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9203 = {
  code: 'IST9203',
  name: 'MatchIneffectiveAtGateway',
  level: 'Warning',
  summary:
    'A match of a VirtualService has a condition that none of its gateways meets, so it never matches.',
  texts: {
    gateways: (named: readonly string[], bound: readonly string[]) =>
      `these routes are for ${listed(bound)} and not for ${listed(named)}, so this never matches; name a gateway that they are for, with its namespace`,
    port: (port: number, gateways: readonly string[], ports: readonly number[]) =>
      `no server of Gateway ${listed(gateways)} has port ${port}, so this never matches; the servers have port ${listed(ports)}`,
    sourceLabels: (labels: string, gateways: readonly string[]) =>
      `at a gateway, the source is the gateway's own pod, and no pod of Gateway ${listed(gateways)} carries "${labels}", so this never matches; remove the condition, or bind the VirtualService to "mesh"`,
    sourceNamespace: (namespace: string, gateways: readonly string[]) =>
      `at a gateway, the source is the gateway's own pod, and no pod of Gateway ${listed(gateways)} is in namespace "${namespace}", so this never matches; remove the condition, or bind the VirtualService to "mesh"`,
  },
} as const satisfies MessageType;

const LISTS = ['http', 'tls', 'tcp'] as const;
/** The conditions that istiod decides for each gateway, which few matches have. */
const CONDITIONS = ['port', 'sourceLabels', 'sourceNamespace'] as const;

/** istiod decides conditions on ports and sources for each gateway, before there is a request. (E2) */
export const gatewayMatches: Rule = {
  name: 'gateway-matches',
  reports: [IST9203],
  *check(index) {
    const bindings = index.view(bindingsOf);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const bound = bindings(object);
      if (bound.hasUnknown || bound.gateways.length === 0) {
        continue;
      }
      for (const list of LISTS) {
        for (const [i, route] of fieldEntries(fieldsOf(object.spec)[list])) {
          for (const [j, match] of fieldEntries(route.match)) {
            const field = ['spec', list, i, 'match', j];
            if (match.gateways !== undefined) {
              yield* forOtherGateways(object, match, field, bound);
            }
            if (!bound.isForMesh && CONDITIONS.some((name) => match[name] !== undefined)) {
              yield* ineffective(object, match, field, bound.gateways);
            }
          }
        }
      }
    }
  },
};

/** In a delegate, a name without a namespace means a Gateway beside the delegate, and not beside the root. (C3) */
function* forOtherGateways(
  object: Manifest,
  match: Fields,
  field: FieldPath,
  { isForMesh, gateways }: Bindings,
): Iterable<Finding> {
  const named = textsIn(match.gateways).map((name) => gatewayName(name, object.namespace));
  const bound = new Set([
    ...(isForMesh ? [MESH] : []),
    ...gateways.map(({ manifest }) => fullName(manifest)),
  ]);
  if (named.length > 0 && !named.some((name) => bound.has(name))) {
    const text = IST9203.texts.gateways(named, firstFew(bound));
    yield { type: IST9203, object, field: [...field, 'gateways'], text };
  }
}

function* ineffective(
  object: Manifest,
  match: Fields,
  field: FieldPath,
  bound: readonly BoundGateway[],
): Iterable<Finding> {
  const { port, sourceNamespace } = match;
  const named = textEntries(match.gateways);
  const gateways = bound.filter(
    ({ manifest }) =>
      named.length === 0 || named.some(([, name]) => isNamed(manifest, name, object.namespace)),
  );
  if (gateways.length === 0) {
    return;
  }
  const names = firstFew(gateways.map(({ manifest }) => fullName(manifest)));
  const hasServers = gateways.every(({ servers }) => servers.length > 0);
  if (typeof port === 'number' && hasServers && !gateways.some(({ ports }) => ports.has(port))) {
    const ports = firstFew(new Set(gateways.flatMap((one) => [...one.ports])));
    const text = IST9203.texts.port(port, names, ports);
    yield { type: IST9203, object, field: [...field, 'port'], text };
  }
  const pods = gateways.flatMap((one) => one.pods);
  // A match that names gateways has no conditions on the source.
  if (named.length > 0 || pods.length === 0) {
    return;
  }
  const labels = texts(match.sourceLabels);
  if (!pods.some((pod) => carries(pod.labels, labels))) {
    const text = IST9203.texts.sourceLabels(selectorText(labels), names);
    yield { type: IST9203, object, field: [...field, 'sourceLabels'], text };
  }
  const namespace = textOrEmpty(sourceNamespace);
  if (namespace !== '' && !pods.some((pod) => pod.namespace === namespace)) {
    const text = IST9203.texts.sourceNamespace(namespace, names);
    yield { type: IST9203, object, field: [...field, 'sourceNamespace'], text };
  }
}
