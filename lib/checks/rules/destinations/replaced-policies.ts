import type { MessageType } from '../../../catalogue/message-type';
import { listed } from '../../../catalogue/words';
import { fullHost } from '../../../istiod/hosts/service-host';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import {
  type Fields,
  fieldEntries,
  fieldsOf,
  numberOf,
  objectsIn,
  textOrEmpty,
} from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import type { FieldPath } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9257 = {
  code: 'IST9257',
  name: 'PolicyReplacedAtEveryPort',
  level: 'Warning',
  summary:
    'A setting of a DestinationRule never takes effect, because portLevelSettings has an entry for every port of the host, and an entry replaces the whole policy.',
  texts: {
    setting: (host: string, lacking: readonly number[]) =>
      `never takes effect: every port of "${host}" has an entry in portLevelSettings, which replaces the policy for the port, and the entry for port ${listed(lacking)} does not have this setting; write it into the entry`,
    notOfPorts: (host: string) =>
      `never takes effect: every port of "${host}" has an entry in portLevelSettings, which replaces the policy for the port and cannot have this setting; move the settings of the ports to the policy, and remove the entries`,
  },
} as const satisfies MessageType;

/** The settings that an entry for a port can have. */
const OF_PORTS: readonly string[] = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];
const NOT_OF_PORTS: readonly string[] = ['tunnel', 'proxyProtocol', 'retryBudget'];

/** An entry for a port inherits nothing. (G8) */
export const replacedPolicies: Rule = {
  name: 'replaced-policies',
  reports: [IST9257],
  *check(index) {
    const services = index.view(serviceRegistryOf);
    for (const object of index.all(DESTINATION_RULE)) {
      const host = fullHost(textOrEmpty(fieldsOf(object.spec).host), object.namespace);
      for (const { policy, field, lost } of policiesOf(fieldsOf(object.spec))) {
        const entries = entriesByPort(policy);
        const ports = entries.size === 0 ? [] : services.named(host).flatMap((service) => service.ports);
        if (ports.length === 0 || !ports.every(({ number }) => entries.has(number))) {
          continue;
        }
        for (const name of lost.filter((one) => isSet(policy, one))) {
          const numbers = [...new Set(ports.map(({ number }) => number))];
          const lacking = numbers.filter((number) => entries.get(number)?.[name] === undefined);
          if (lacking.length > 0) {
            const text = OF_PORTS.includes(name)
              ? IST9257.texts.setting(host, lacking)
              : IST9257.texts.notOfPorts(host);
            yield { type: IST9257, object, field: [...field, name], text };
          }
        }
      }
    }
  },
};

interface Policy {
  readonly policy: Fields;
  readonly field: FieldPath;
  /** The settings that an entry for a port takes away. */
  readonly lost: readonly string[];
}

/** A subset keeps what an entry for a port cannot have. (G8) */
function* policiesOf({ trafficPolicy, subsets }: Fields): Iterable<Policy> {
  const lost = [...OF_PORTS, ...NOT_OF_PORTS];
  yield { policy: fieldsOf(trafficPolicy), field: ['spec', 'trafficPolicy'], lost };
  for (const [i, subset] of fieldEntries(subsets)) {
    const field = ['spec', 'subsets', i, 'trafficPolicy'];
    yield { policy: fieldsOf(subset.trafficPolicy), field, lost: OF_PORTS };
  }
}

/** Automatic mutual TLS looks at the mode of the policy for all ports, so DISABLE still counts. (W8) */
function isSet(policy: Fields, name: string): boolean {
  const { mode } = fieldsOf(policy.tls);
  return name === 'tls' ? mode === 'SIMPLE' || mode === 'MUTUAL' : policy[name] !== undefined;
}

/** The first entry for a port counts. */
function entriesByPort({ portLevelSettings }: Fields): ReadonlyMap<number, Fields> {
  const entries = new Map<number, Fields>();
  for (const entry of objectsIn(portLevelSettings)) {
    const number = numberOf(fieldsOf(entry.port).number);
    if (number !== undefined && !entries.has(number)) {
      entries.set(number, entry);
    }
  }
  return entries;
}
