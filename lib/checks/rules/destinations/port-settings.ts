import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import { fullHost } from '../../../istiod/hosts/service-host';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9209 = {
  code: 'IST9209',
  name: 'PortSettingsIneffective',
  level: 'Warning',
  summary: 'A DestinationRule has settings for a port that its host does not have.',
  texts: {
    port: (port: number, host: string, known: readonly number[]) =>
      `"${host}" has no port ${port}, so these settings have no effect; name a port of the host, not of its pods: ${listed(known)}`,
  },
} as const satisfies MessageType;

/** Settings are for a port of the Service, not for the port that its pods listen on. (G8) */
export const portSettings: Rule = {
  name: 'port-settings',
  reports: [IST9209],
  *check(index) {
    const services = index.view(serviceRegistryOf);
    for (const object of index.all(DESTINATION_RULE)) {
      const host = fullHost(textOrEmpty(fieldsOf(object.spec).host), object.namespace);
      const known = new Set(services.named(host).flatMap(({ ports }) => ports.map(({ number }) => number)));
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
  for (const [i, subset] of fieldEntries(fieldsOf(spec).subsets)) {
    yield* portsIn(subset, ['spec', 'subsets', i]);
  }
}

function* portsIn({ trafficPolicy }: Fields, field: FieldPath): Iterable<[port: number, field: FieldPath]> {
  for (const [i, { port }] of fieldEntries(fieldsOf(trafficPolicy).portLevelSettings)) {
    const { number } = fieldsOf(port);
    if (typeof number === 'number') {
      yield [number, [...field, 'trafficPolicy', 'portLevelSettings', i, 'port', 'number']];
    }
  }
}
