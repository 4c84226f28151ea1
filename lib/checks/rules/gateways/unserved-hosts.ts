import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { gatewayHosts } from '../../../istiod/gateways/gateway-hosts';
import { fullHost } from '../../../istiod/hosts/service-host';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** Our own: IST0132 reports a Gateway that serves none of the hosts. */
export const IST9223 = {
  code: 'IST9223',
  name: 'HostUnservedAtGateways',
  level: 'Warning',
  summary: 'No Gateway of a VirtualService has one of its hosts, although it has others.',
  texts: {
    host: (host: string, namespace: string, gateways: readonly string[]) =>
      `"${host}" is not among the hosts that Gateway ${listed(gateways)} has for VirtualServices in namespace "${namespace}", so these routes get no requests for it; add it to the hosts of a server, or remove it here`,
  },
} as const satisfies MessageType;

/** A VirtualService gets requests for the hosts that its Gateways have as well. (B3) */
export const unservedHosts: Rule = {
  name: 'unserved-hosts',
  reports: [IST9223],
  *check(index) {
    const bindings = index.view(bindingsOf);
    const serving = index.view(gatewayHosts);
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const { isForMesh, hasUnknown, gateways } = bindings(object);
      const hosts = textEntries(fieldsOf(object.spec).hosts);
      if (isForMesh || hasUnknown || isDelegate(object) || hosts.length < 2) {
        continue;
      }
      const unserved = hosts.filter(
        ([, host]) =>
          !gateways.some((gateway) =>
            serving.serves(gateway, fullHost(host, object.namespace), object.namespace),
          ),
      );
      const names = firstFew(gateways.map(({ manifest }) => fullName(manifest)));
      for (const [i, host] of unserved.length < hosts.length ? unserved : []) {
        const text = IST9223.texts.host(host, object.namespace, names);
        yield { type: IST9223, object, field: ['spec', 'hosts', i], text };
      }
    }
  },
};
