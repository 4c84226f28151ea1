import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { gatewaysByName } from '../../../istiod/gateways/gateways';
import { DATAPLANE_MODE, USE_WAYPOINT } from '../../../istiod/injection/injection-labels';
import {
  countsAsGateway,
  kubernetesGateways,
  routesOfServices,
} from '../../../istiod/kubernetes-gateway-api';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { gatewayName } from '../../../istiod/virtual-services/gateway-name';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { NAMESPACE, SERVICE, VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9020 = {
  code: 'IST9020',
  name: 'NotChecked',
  level: 'Info',
  summary: 'An object uses ambient mode or the Kubernetes Gateway API, which is not checked.',
  texts: {
    ambient: (label: string, value: string) =>
      `"${label}: ${value}" asks for ambient mode, which is not checked`,
    gateway: () => 'is of the Kubernetes Gateway API, whose routes and listeners are not checked',
    route: (host: string) =>
      `is of the Kubernetes Gateway API, so what it makes of requests to "${host}" is not checked`,
    bound: (name: string) =>
      `"${name}" is a Gateway of the Kubernetes Gateway API; whether it uses this VirtualService is not checked`,
  },
} as const satisfies MessageType;

/** Checks and traces know sidecars and Istio's own Gateways. They say where something else has a say. */
export const uncheckedFeatures: Rule = {
  name: 'unchecked-features',
  reports: [IST9020],
  *check(index) {
    yield* ambientLabels(index);
    for (const { manifest: object } of index.view(kubernetesGateways)) {
      yield { type: IST9020, object, text: IST9020.texts.gateway() };
    }
    for (const [host, routes] of index.view(routesOfServices)) {
      for (const { manifest: object } of routes) {
        yield { type: IST9020, object, text: IST9020.texts.route(host) };
      }
    }
    yield* boundToKubernetesGateways(index);
  },
};

function* ambientLabels(index: MeshIndex): Iterable<Finding> {
  for (const object of [...index.all(NAMESPACE), ...index.all(SERVICE)]) {
    for (const label of [DATAPLANE_MODE, USE_WAYPOINT]) {
      const value = object.labels[label];
      if (value !== undefined && value !== 'none') {
        const text = IST9020.texts.ambient(label, value);
        yield { type: IST9020, object, field: ['metadata', 'labels', label], text };
      }
    }
  }
  for (const { manifest: object, labels } of index.view(workloadsOf).all) {
    if (labels[DATAPLANE_MODE] === 'ambient') {
      yield { type: IST9020, object, text: IST9020.texts.ambient(DATAPLANE_MODE, 'ambient') };
    }
  }
}

function* boundToKubernetesGateways(index: MeshIndex): Iterable<Finding> {
  for (const object of index.all(VIRTUAL_SERVICE)) {
    for (const [place, name] of textEntries(fieldsOf(object.spec).gateways)) {
      const fullName = gatewayName(name, object.namespace);
      if (!index.view(gatewaysByName).has(fullName) && countsAsGateway(index, fullName)) {
        const text = IST9020.texts.bound(name);
        yield { type: IST9020, object, field: ['spec', 'gateways', place], text };
      }
    }
  }
}
