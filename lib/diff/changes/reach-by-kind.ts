import { selectorOfObject } from '../../istiod/extensions';
import { gatewayPods } from '../../istiod/gateways/gateway-workloads';
import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { policySelector } from '../../istiod/policies/policy';
import { entryServicesOf, type MeshService, serviceOf } from '../../istiod/registry/mesh-service';
import { isHttp } from '../../istiod/registry/protocol';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { workloadSelectorOf } from '../../istiod/workloads/selectors';
import { carries, type Labels, workloadOf, workloadsOf } from '../../istiod/workloads/workloads';
import { fieldsOf, textOrEmpty } from '../../manifests/fields';
import {
  AUTHORIZATION_POLICY,
  CONFIG_MAP,
  DESTINATION_RULE,
  ENVOY_FILTER,
  GATEWAY,
  type Kind,
  KUBERNETES_GATEWAY,
  KUBERNETES_ROUTES,
  NAMESPACE,
  PEER_AUTHENTICATION,
  POD,
  POD_OWNERS,
  REQUEST_AUTHENTICATION,
  SERVICE,
  SERVICE_ENTRY,
  SIDECAR,
  TRAFFIC_EXTENSION,
  VIRTUAL_SERVICE,
  WASM_PLUGIN,
  WEBHOOK_CONFIGURATION,
  WORKLOAD_ENTRY,
} from '../../manifests/kinds';
import { isOf, type Manifest, texts } from '../../manifests/manifest';
import { addClients, addRoutedHosts, addWorkloads, type Reach, selectedBy } from './reach';

/** Adds the requests that an object has a say in. */
type AddReach = (reach: Reach, index: MeshIndex, manifest: Manifest) => void;

const everything: AddReach = (reach) => {
  reach.everything = true;
};

/** Objects of other kinds have no say in requests. */
const REACHES: readonly (readonly [kinds: readonly Kind[], add: AddReach])[] = [
  [[VIRTUAL_SERVICE], addRoutedHosts],
  [[DESTINATION_RULE], ofRule],
  [[SERVICE], (reach, index, manifest) => ofServices(reach, index, [serviceOf(manifest, index.mesh)])],
  [[SERVICE_ENTRY], (reach, index, manifest) => ofServices(reach, index, entryServicesOf(manifest, index))],
  [[POD, ...POD_OWNERS], ofPods],
  [[WORKLOAD_ENTRY], ofWorkloadEntry],
  [[AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION], ofPolicy],
  [[ENVOY_FILTER, WASM_PLUGIN, TRAFFIC_EXTENSION], ofProxies(selectorOfObject)],
  [[SIDECAR], ofProxies(workloadSelectorOf)],
  [[GATEWAY], ofGateway],
  [[NAMESPACE], ofNamespace],
  [[KUBERNETES_GATEWAY, ...KUBERNETES_ROUTES, WEBHOOK_CONFIGURATION], everything],
  [[CONFIG_MAP], ofConfigMap],
];

/** Adds the requests that an object has a say in. */
export function addReachOf(reach: Reach, index: MeshIndex, manifest: Manifest): void {
  for (const [kinds, add] of REACHES) {
    if (kinds.some((kind) => isOf(kind, manifest))) {
      add(reach, index, manifest);
    }
  }
}

function ofRule(reach: Reach, _index: MeshIndex, { spec, namespace }: Manifest): void {
  reach.destinations.add(fullHost(textOrEmpty(fieldsOf(spec).host), namespace));
}

/** A listener of bytes takes what is sent to its port, whichever host that is for. (W17) */
function ofServices(reach: Reach, index: MeshIndex, services: readonly MeshService[]): void {
  for (const { host, namespace, ports, selector } of services) {
    reach.destinations.add(host);
    for (const { number, protocol } of ports) {
      if (!isHttp(protocol)) {
        reach.ports.add(number);
      }
    }
    if (selector) {
      addWorkloads(reach, index, index.view(workloadsOf).selectedBy(selector, namespace));
    }
  }
}

function ofPods(reach: Reach, index: MeshIndex, manifest: Manifest): void {
  const workloads = workloadOf(manifest);
  addWorkloads(reach, index, workloads);
  addClients(reach, workloads);
}

function ofWorkloadEntry(reach: Reach, index: MeshIndex, { spec, namespace, labels }: Manifest): void {
  const own = { ...labels, ...texts(fieldsOf(spec).labels) };
  for (const service of index.view(serviceRegistryOf).in(namespace)) {
    if (service.selector ? carries(own, service.selector) : !service.isKubernetes) {
      reach.destinations.add(service.host);
    }
  }
}

function ofPolicy(reach: Reach, index: MeshIndex, manifest: Manifest): void {
  addWorkloads(reach, index, selectedBy(index, manifest, policySelector(manifest)));
}

/** Objects that configure the proxies of pods, for what they send and for what they receive. */
function ofProxies(selectorOf: (manifest: Manifest) => Labels): AddReach {
  return (reach, index, manifest) => {
    const workloads = selectedBy(index, manifest, selectorOf(manifest));
    addWorkloads(reach, index, workloads);
    addClients(reach, workloads);
  };
}

/** A server may open a port, take over hosts or close a port for others. */
function ofGateway(reach: Reach, index: MeshIndex, { spec }: Manifest): void {
  addWorkloads(reach, index, index.view(gatewayPods)(texts(fieldsOf(spec).selector)));
}

/** Its labels decide about the sidecars of its pods. */
function ofNamespace(reach: Reach, index: MeshIndex, { name }: Manifest): void {
  const workloads = index.view(workloadsOf).in(name);
  addWorkloads(reach, index, workloads);
  addClients(reach, workloads);
}

/** The injector's configuration decides about sidecars. The configuration of the mesh is compared as it is read. */
function ofConfigMap(reach: Reach, _index: MeshIndex, { name }: Manifest): void {
  reach.everything ||= name.startsWith('istio-sidecar-injector');
}
