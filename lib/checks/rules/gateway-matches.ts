import { type Fields, fieldsOf, mapsIn, textOf, textsIn } from '../../manifests/fields';
import { type BoundGateway, bindingsOf, isNamed } from '../../manifests/gateway-bindings';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import { type FieldPath, type Manifest, texts } from '../../manifests/manifest';
import { selectorText } from '../../manifests/selectors';
import { carries } from '../../manifests/workloads';
import { IST9203 } from '../catalogue';
import type { Finding, Rule } from '../message';
import { firstFew, fullName } from '../words';

const LISTS = ['http', 'tls', 'tcp'] as const;

/** Conditions on ports and sources are decided before there is a request, by what the gateway itself is. (E2) */
export const gatewayMatches: Rule = {
  name: 'gateway-matches',
  reports: [IST9203],
  *check(index) {
    const bindings = index.view(bindingsOf);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const { isForMesh, hasUnknown, gateways } = bindings(object);
      if (isForMesh || hasUnknown || gateways.length === 0) {
        continue;
      }
      for (const list of LISTS) {
        for (const [i, route] of mapsIn(fieldsOf(object.spec)[list])) {
          for (const [j, match] of mapsIn(route.match)) {
            yield* ineffective(object, match, ['spec', list, i, 'match', j], gateways);
          }
        }
      }
    }
  },
};

function* ineffective(
  object: Manifest,
  match: Fields,
  field: FieldPath,
  bound: readonly BoundGateway[],
): Iterable<Finding> {
  const { port, sourceNamespace } = match;
  const named = textsIn(match.gateways);
  const gateways = bound.filter(
    ({ gateway }) => named.length === 0 || named.some(([, name]) => isNamed(gateway, name, object.namespace)),
  );
  if (gateways.length === 0) {
    return;
  }
  const names = firstFew(gateways.map(({ gateway }) => fullName(gateway)));
  const hasServers = gateways.every(({ servers }) => servers.length > 0);
  if (typeof port === 'number' && hasServers && !gateways.some(({ ports }) => ports.has(port))) {
    const ports = firstFew(new Set(gateways.flatMap((one) => [...one.ports])));
    const text = IST9203.texts.port(port, names, ports);
    yield { type: IST9203, object, field: [...field, 'port'], text };
  }
  const pods = gateways.flatMap((one) => one.pods);
  // Beside gateways, the source is not looked at.
  if (named.length > 0 || pods.length === 0) {
    return;
  }
  const labels = texts(match.sourceLabels);
  if (!pods.some((pod) => carries(pod.labels, labels))) {
    const text = IST9203.texts.sourceLabels(selectorText(labels), names);
    yield { type: IST9203, object, field: [...field, 'sourceLabels'], text };
  }
  const namespace = textOf(sourceNamespace);
  if (namespace !== '' && !pods.some((pod) => pod.namespace === namespace)) {
    const text = IST9203.texts.sourceNamespace(namespace, names);
    yield { type: IST9203, object, field: [...field, 'sourceNamespace'], text };
  }
}
