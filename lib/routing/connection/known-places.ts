import { serviceHost, serviceNamed } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { selectingServices } from '../../istiod/registry/selecting-services';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { podPorts } from '../../istiod/workloads/pod-ports';
import { workloadEntriesOf } from '../../istiod/workloads/workload-entries';
import { carries, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { fieldsOf, optionalFields, textOf } from '../../manifests/fields';
import { SERVICE } from '../../manifests/kinds';
import { texts } from '../../manifests/manifest';
import { InvalidRequest } from '../request/request';
import { MOST_NAMED, similarWorkloads } from '../similar-workloads';

/**
 * Refuses a place that no request comes to: a container that does not exist, and a Service in place of its containers. Servers
 * outside may have any name and port.
 *
 * @throws InvalidRequest that names the nearest places
 */
export function refuseUnknownPlace(index: MeshIndex, place: string): void {
  const [, owner = '', portText = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
  const [namespace = '', name] = owner.split('/', 2);
  if (name === undefined) {
    refuseService(index, place, owner);
  } else {
    refuseUnknownContainer(index, place, { namespace, name, port: Number(portText) });
  }
}

interface ContainerPlace {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

function refuseUnknownContainer(
  index: MeshIndex,
  place: string,
  { namespace, name, port }: ContainerPlace,
): void {
  const workloads = index.view(workloadsOf).in(namespace);
  const named = workloads.filter((workload) => workload.name === name);
  if (named.length === 0) {
    const because = `there is no workload "${name}" in namespace "${namespace}"`;
    throw new InvalidRequest(
      `server "${place}" is unknown: ${because}${machineHint(index, namespace, name) ?? nearestHint(index, namespace, name)}`,
    );
  }
  if (!named.some((workload) => mayListen(index, workload, port))) {
    const places = named.flatMap((workload) => placesOf(index, workload));
    throw new InvalidRequest(
      `server "${place}" is unknown: the manifests name no port ${port} of workload "${namespace}/${name}"${hint(places)}`,
    );
  }
}

/** Clients may call any port of the pods behind a headless Service. */
function mayListen(index: MeshIndex, workload: Workload, port: number): boolean {
  return (
    portsOf(index, workload).has(port) ||
    index
      .view(selectingServices)(workload)
      .some(({ isHeadless }) => isHeadless)
  );
}

/** The ports of a workload's pods that manifests name: Services, containers and ServiceEntries. */
function portsOf(index: MeshIndex, workload: Workload): ReadonlySet<number> {
  const ofEntries = index
    .view(serviceRegistryOf)
    .in(workload.namespace)
    .flatMap(({ isKubernetes, manifest, ports }) => {
      const selector = isKubernetes ? undefined : optionalFields(fieldsOf(manifest.spec).workloadSelector);
      return selector && carries(workload.labels, texts(selector.labels)) ? ports : [];
    })
    .map(({ targetPort }) => Number(targetPort));
  return new Set([...index.view(podPorts)(workload).listening, ...ofEntries]);
}

function placesOf(index: MeshIndex, workload: Workload): string[] {
  return [...portsOf(index, workload)].map((port) => `${workload.namespace}/${workload.name}:${port}`);
}

/** The name of a machine is not a place, but its address is. */
function machineHint(index: MeshIndex, namespace: string, name: string): string | undefined {
  const machine = index
    .view(workloadEntriesOf)
    .in(namespace)
    .find((one) => one.name === name);
  const address = machine && textOf(fieldsOf(machine.manifest.spec).address);
  return address === undefined
    ? undefined
    : `; WorkloadEntry "${namespace}/${name}" is known by its address: write "${address}:PORT"`;
}

/** The places that may be meant. */
function nearestHint(index: MeshIndex, namespace: string, name: string): string {
  const found = similarWorkloads(index, namespace, name)
    .map((some) => some.flatMap((workload) => placesOf(index, workload)))
    .find((places) => places.length > 0);
  return hint(found ?? []);
}

function hint(places: readonly string[]): string {
  const few = [...new Set(places)].slice(0, MOST_NAMED).map((place) => `"${place}"`);
  return few.length === 0 ? '' : `; use ${few.join(' or ')}`;
}

/** A Service is not a server: its containers are. Machines and servers outside may stand behind its name. */
function refuseService(index: MeshIndex, place: string, host: string): void {
  const named = serviceNamed(host.replace(/\.$/, '')) ?? shortlyNamed(index, host);
  if (!named) {
    return;
  }
  const { name, namespace } = named;
  const registry = index.view(serviceRegistryOf);
  const defined = registry.named(serviceHost(name, namespace));
  const service = defined.find(({ isKubernetes }) => isKubernetes);
  const { selector } = service ?? {};
  const pods = selector ? index.view(workloadsOf).selectedBy(selector, namespace) : [];
  const machines = index.view(workloadEntriesOf);
  if (defined.length > 0 && (pods.length === 0 || machines.includesAny(selector ?? {}, namespace))) {
    return;
  }
  const because = selector
    ? `"${namespace}/${name}" is a Service, and what its containers speak is said of them`
    : `there is no Service "${name}" in namespace "${namespace}"`;
  const places = selector
    ? hint(pods.flatMap((workload) => placesOf(index, workload)))
    : nearestHint(index, namespace, name);
  throw new InvalidRequest(`server "${place}" is unknown: ${because}${places}`);
}

/** The Service that a name without the domain of the cluster stands for, if there is one. */
function shortlyNamed(
  index: MeshIndex,
  host: string,
): { readonly name: string; readonly namespace: string } | undefined {
  const [name = '', namespace, ...more] = host.split('.');
  if (namespace !== undefined && (more.length === 0 || more.join('.') === 'svc')) {
    return index.get(SERVICE, namespace, name);
  }
  const all = namespace === undefined ? index.all(SERVICE) : [];
  return all.find((service) => service.name === name);
}
