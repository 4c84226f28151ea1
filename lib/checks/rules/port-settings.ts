import { type Fields, fieldsOf, mapsIn, textOf } from '../../manifests/fields';
import { DESTINATION_RULE } from '../../manifests/kinds';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import { meshHosts } from '../../manifests/mesh-hosts';
import { fullHost } from '../../manifests/services';
import { IST9209 } from '../catalogue';
import type { Rule } from '../message';
import { firstFew } from '../words';

/** Settings for a port count for that port of the Service, not for what its pods listen on. (G8) */
export const portSettings: Rule = {
  name: 'port-settings',
  reports: [IST9209],
  *check(index) {
    const hosts = index.view(meshHosts);
    for (const object of index.all(DESTINATION_RULE)) {
      const host = fullHost(textOf(fieldsOf(object.spec).host), object.namespace);
      const known = new Set(hosts.get(host)?.flatMap(({ ports }) => ports.map(({ number }) => number)));
      for (const [port, field] of known.size > 0 ? portsOf(object) : []) {
        if (!known.has(port)) {
          yield { type: IST9209, object, field, text: IST9209.texts.port(port, host, firstFew(known)) };
        }
      }
    }
  },
};

function* portsOf({ spec }: Manifest): Iterable<[port: number, field: FieldPath]> {
  yield* portsIn(fieldsOf(spec), ['spec']);
  for (const [i, subset] of mapsIn(fieldsOf(spec).subsets)) {
    yield* portsIn(subset, ['spec', 'subsets', i]);
  }
}

function* portsIn({ trafficPolicy }: Fields, field: FieldPath): Iterable<[port: number, field: FieldPath]> {
  for (const [i, { port }] of mapsIn(fieldsOf(trafficPolicy).portLevelSettings)) {
    const { number } = fieldsOf(port);
    if (typeof number === 'number') {
      yield [number, [...field, 'trafficPolicy', 'portLevelSettings', i, 'port', 'number']];
    }
  }
}
