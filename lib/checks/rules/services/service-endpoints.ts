import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed, objectName } from '../../../catalogue/words';
import { definedPort } from '../../../istiod/endpoints/address-candidates';
import { selectedBy } from '../../../istiod/endpoints/endpoint-candidates';
import { serviceHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isHeadless, servicePorts, serviceSelector } from '../../../istiod/registry/kubernetes-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { sidecarClients } from '../../../istiod/sidecar-clients';
import { sidecarImports } from '../../../istiod/sidecar-imports';
import { sidecarScopeFor } from '../../../istiod/sidecar-scope';
import { MESH } from '../../../istiod/virtual-services/gateway-name';
import { destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { type VirtualService, virtualServicesOf } from '../../../istiod/virtual-services/virtual-services';
import { isVisibleIn } from '../../../istiod/visibility';
import { podPort } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import { containersOf, type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { showsApplications } from '../../common/shown-applications';
import type { Rule } from '../../rule';

export const IST9218 = {
  code: 'IST9218',
  name: 'ServiceWithoutEndpoints',
  kiali: ['KIA0701'],
  level: 'Warning',
  summary:
    'A Service, or one of its ports, leads to no pod, although its pods seem to be among the manifests.',
  texts: {
    selector: (selector: string, workload: string) =>
      `"${selector}" does not select any pod in this namespace, so requests get 503; ${workload} has the name of the Service: let its pods carry these labels`,
    notShown: (selector: string) =>
      `no workload of this namespace in these manifests carries "${selector}", so requests get 503; correct the selector, or, if its pods are defined elsewhere, pass them as --context`,
    targetPort: (name: string, workload: string, known: readonly string[]) =>
      `${workload} has no port named "${name}", so requests get 503; ${known.length === 0 ? 'name a port of its containers so' : `use ${listed(known)}`}, or write the number`,
  },
} as const satisfies MessageType;

/** The endpoints of a Service are the pods with its labels and its ports; without an endpoint, Envoy answers 503. (G7) */
export const serviceEndpoints: Rule = {
  name: 'service-endpoints',
  reports: [IST9218],
  *check(index) {
    const behind = selectedBehind(index);
    for (const object of index.all(SERVICE)) {
      const selector = serviceSelector(object);
      if (!selector) {
        continue;
      }
      const { isAny, example, hasPort } = behind(object, selector);
      if (example) {
        yield* missingPorts(object, example, hasPort);
      } else if (!isAny) {
        yield* missingPods(index, object, selector);
      }
    }
  },
};

/** Flagger makes a Deployment for the version in use, and adds this to its name and to the value of its label. */
const FLAGGER_PRIMARY = '-primary';

/** The pods may be elsewhere. A workload with the name of the Service is taken for the one that it means. */
function* missingPods(index: MeshIndex, object: Manifest, selector: Labels): Iterable<Finding> {
  const workloads = index.view(workloadsByName);
  const byName = (name: string) => workloads.get(`${object.namespace}/${name}`) ?? [];
  if (byName(object.name.replace(FLAGGER_PRIMARY, '')).some((one) => isPrimaryOf(selector, one))) {
    return;
  }
  const namesake = byName(object.name).find((workload) => isMeant(workload, selector));
  const field = ['spec', 'selector'];
  if (namesake) {
    const text = IST9218.texts.selector(selectorText(selector), objectName(namesake.manifest));
    yield { type: IST9218, object, field, text };
  } else if (
    showsApplications(index, object) &&
    (index.view(isRoutedTo)(object) || isCalledDirectly(index, object))
  ) {
    yield { type: IST9218, object, field, text: IST9218.texts.notShown(selectorText(selector)) };
  }
}

/** Whether Flagger makes the pods that a selector is for, from those of a workload. */
function isPrimaryOf(selector: Labels, { labels }: Workload): boolean {
  return Object.entries(selector).some(
    ([key, value]) => labels[key] !== undefined && value === `${labels[key]}${FLAGGER_PRIMARY}`,
  );
}

/** Whether a selector may have a mistake in a value or in a key. */
function isMeant({ labels }: Workload, selector: Labels): boolean {
  const values = Object.values(labels);
  return Object.entries(selector).some(([key, value]) => key in labels || values.includes(value));
}

/** Whether routes send requests to a Service; ask by `index.view(isRoutedTo)`. */
function isRoutedTo(index: MeshIndex): (service: Manifest) => boolean {
  const registry = index.view(serviceRegistryOf);
  const hosts = new Set(
    index
      .view(destinationsOf)
      .filter(({ takesRequests }) => takesRequests)
      .flatMap(({ fullHost }) => registry.behind(fullHost).map(({ host }) => host)),
  );
  return ({ name, namespace }) => hosts.has(serviceHost(name, namespace));
}

/**
 * Whether a VirtualService routes a Service in the mesh, and some clients call it directly, because their Sidecars do not
 * import the VirtualService. (I1)
 */
function isCalledDirectly(index: MeshIndex, { name, namespace }: Manifest): boolean {
  const imports = index.view(sidecarImports);
  if (!imports.areRestricted) {
    return false;
  }
  const host = serviceHost(name, namespace);
  const routing = index.view(meshVirtualServicesByHost).get(host) ?? [];
  const clients = [...index.view(sidecarClients).values()].flat();
  return routing.some((virtualService) =>
    clients.some(
      (client) =>
        isVisibleIn(virtualService.visibility, client.namespace) &&
        !imports.includes(client, virtualService) &&
        sidecarScopeFor(index, client).serviceNamed(host) !== undefined,
    ),
  );
}

/** The VirtualServices for sidecars by each of their hosts; ask by `index.view(meshVirtualServicesByHost)`. */
function meshVirtualServicesByHost(index: MeshIndex): ReadonlyMap<string, readonly VirtualService[]> {
  const pairs = index
    .view(virtualServicesOf)
    .boundTo(MESH)
    .flatMap((virtualService) => virtualService.hosts.map((host) => ({ host, virtualService })));
  const groups = groupedBy(pairs, ({ host }) => host);
  return new Map(
    [...groups].map(([host, group]) => [host, group.map(({ virtualService }) => virtualService)]),
  );
}

function workloadsByName(index: MeshIndex): ReadonlyMap<string, readonly Workload[]> {
  return groupedBy(index.view(workloadsOf).all, ({ namespace, name }) => `${namespace}/${name}`);
}

function* missingPorts(
  object: Manifest,
  example: Workload,
  hasPort: (name: string) => boolean,
): Iterable<Finding> {
  for (const { place, targetPort } of servicePorts(object)) {
    if (typeof targetPort === 'string' && !hasPort(targetPort)) {
      const known = fieldEntries(containersOf(example).flatMap(({ ports }) => ports)).map(([, { name }]) =>
        textOrEmpty(name),
      );
      const names = firstFew(new Set(known.filter(Boolean)));
      const text = IST9218.texts.targetPort(targetPort, objectName(example.manifest), names);
      yield { type: IST9218, object, field: ['spec', 'ports', place, 'targetPort'], text };
    }
  }
}

interface Behind {
  /** Whether the selector finds any pod or WorkloadEntry. */
  readonly isAny: boolean;
  /** Undefined where it finds no pods. */
  readonly example: Workload | undefined;
  /** Whether some of them have a port of this name. */
  readonly hasPort: (name: string) => boolean;
}

/** What a selector finds, looked for once however many Services have it. */
function selectedBehind(index: MeshIndex): (service: Manifest, selector: Labels) => Behind {
  return memoized(
    (service, selector) => `${service.namespace} ${isHeadless(service)} ${selectorText(selector)}`,
    (service, selector) => {
      const { namespace } = service;
      const { pods, machines } = selectedBy(index, { namespace, isHeadless: isHeadless(service) }, selector);
      const hasPort = memoized(
        (name: string) => name,
        (name) =>
          pods.some((one) => podPort(name, one) !== undefined) ||
          machines.some(
            ({ manifest: { spec } }) => definedPort({ name, targetPort: name }, fieldsOf(spec)) !== undefined,
          ),
      );
      return { isAny: pods.length > 0 || machines.length > 0, example: pods[0], hasPort };
    },
  );
}
