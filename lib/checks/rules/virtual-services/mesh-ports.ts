import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import { bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { meshServicesOf } from '../../../istiod/registry/mesh-services';
import { isHttp } from '../../../istiod/registry/protocol';
import { isDelegate } from '../../../istiod/virtual-services/delegates';
import { destinationsOf } from '../../../istiod/virtual-services/destinations';
import { isUsedInMesh } from '../../../istiod/virtual-services/gateway-names';
import { memoized } from '../../../manifests/collections';
import { type Fields, fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';
import { routeOf, takesRequests } from '../../shared/routes';

export const IST9211 = {
  code: 'IST9211',
  name: 'DestinationPortOmitted',
  level: 'Error',
  summary: 'A sidecar takes the called port for a destination without one, and the destination has another.',
  texts: {
    port: (host: string, port: number, called: readonly number[]) =>
      `without a port, sidecars take the one that was called, ${listed(called)}, which "${host}" does not have, so that requests get 503; add port.number: ${port}`,
  },
} as const satisfies MessageType;

/** A gateway takes the only port of a destination where none is written; a sidecar takes the one it was called on. (G2) */
export const meshPorts: Rule = {
  name: 'mesh-ports',
  reports: [IST9211],
  *check(index) {
    const services = index.view(meshServicesOf);
    const calledPorts = index.view(calledPortsOf);
    const bindings = index.view(bindingsOf);
    for (const destination of index.view(destinationsOf)) {
      const { virtualService: object, routes, isMirror, port, field } = destination;
      if (port !== undefined || routes !== 'http' || isMirror || !takesRequests(destination)) {
        continue;
      }
      const host = fullHost(destination.host, object.namespace);
      const [definition, ...others] = services.named(host);
      // Without a port where there are several, IST0112 is reported.
      const [only, ...more] = definition?.ports ?? [];
      const route = routeOf(destination);
      const isSimple = others.length === 0 && more.length === 0 && definition?.aliasOf === undefined;
      if (!only || !isSimple || !bindings(object).isForMesh || !isUsedInMesh(route)) {
        continue;
      }
      const called = matchedPorts(route, calledPorts(object));
      if (called.length > 0 && !called.includes(only.number)) {
        const text = IST9211.texts.port(host, only.number, firstFew(called));
        yield { type: IST9211, object, field: [...field, 'host'], text };
      }
    }
  },
};

/** The ports that sidecars call the hosts of a VirtualService on by HTTP; none where not all hosts are known. (I2) */
function calledPortsOf(index: MeshIndex): (virtualService: Manifest) => readonly number[] {
  const services = index.view(meshServicesOf);
  return memoized(
    (virtualService) => virtualService,
    (virtualService) => {
      const names = textEntries(fieldsOf(virtualService.spec).hosts);
      const definitions = names.map(([, host]) => services.named(fullHost(host, virtualService.namespace)));
      if (isDelegate(virtualService) || definitions.some(({ length }) => length === 0)) {
        return [];
      }
      const ports = definitions.flat().flatMap((one) => one.ports);
      const spoken = ports.filter(({ protocol }) => protocol === undefined || isHttp(protocol));
      return [...new Set(spoken.map(({ number }) => number))];
    },
  );
}

function matchedPorts(route: Fields, called: readonly number[]): readonly number[] {
  const asked = fieldEntries(route.match).map(([, { port }]) => port);
  return asked.length === 0 || asked.includes(undefined)
    ? called
    : called.filter((port) => asked.includes(port));
}
