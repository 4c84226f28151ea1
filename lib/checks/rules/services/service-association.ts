import type { Finding } from '../../../catalogue/finding';
import { IST0116, IST0137 } from '../../../catalogue/istio-workload-codes';
import type { MessageType } from '../../../catalogue/message-type';
import { type ServicePort, servicePorts } from '../../../istiod/registry/kubernetes-service';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { selectingServices } from '../../../istiod/registry/selecting-services';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../../manifests/collections';
import { DEPLOYMENT } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { isOfWaypoint } from '../../common/control-plane';
import { countsAsInMesh } from '../../common/in-mesh';
import type { Rule } from '../../rule';

/** Services that select the same pods must not contradict each other on a port. */
export const serviceAssociation: Rule = {
  name: 'service-association',
  reports: [IST0116, IST0137],
  *check(index) {
    const selecting = index.view(selectingServices);
    const conflictsOf = memoized((services: readonly MeshService[]) => services, conflictsAmong);
    for (const workload of index.view(workloadsOf).ofKinds(DEPLOYMENT)) {
      const { manifest: object } = workload;
      if (isOfWaypoint(object) || !countsAsInMesh(index, workload)) {
        continue;
      }
      for (const conflict of conflictsOf(selecting(workload))) {
        yield { ...conflict, object, field: ['spec', 'template', 'metadata', 'labels'] };
      }
    }
  },
};

type Conflict = Pick<Finding, 'type' | 'text'>;

function conflictsAmong(services: readonly MeshService[]): Conflict[] {
  const ports = services.flatMap((service) =>
    servicePorts(service.manifest).map((port) => ({ ...port, service: service.manifest })),
  );
  if (ports.length < 2) {
    return [];
  }
  const byNumber = groupedBy(ports, ({ number }) => number);
  const byTarget = groupedBy(ports, ({ targetPort }) => String(targetPort));
  return [
    ...[...byNumber].flatMap(([number, group]) =>
      conflict(
        IST0116,
        group,
        ({ protocol }) => protocol,
        (_, names) => IST0116.texts.protocols(number, names),
      ),
    ),
    ...[...byTarget].flatMap(([target, group]) =>
      conflict(
        IST0137,
        group,
        ({ number }) => number,
        (numbers, names) => IST0137.texts.ports(target, numbers, names),
      ),
    ),
  ];
}

type PortOfService = ServicePort & { readonly service: Manifest };

/** A conflict, if the ports differ in an aspect that should be the same. */
function conflict<Aspect extends string | number>(
  type: MessageType,
  ports: readonly PortOfService[],
  aspectOf: (port: PortOfService) => Aspect,
  textOf: (aspects: Aspect[], services: string[]) => string,
): Conflict[] {
  const aspects = new Set(ports.map(aspectOf));
  const names = new Set(ports.map(({ service }) => `${service.namespace}/${service.name}`));
  return aspects.size > 1 ? [{ type, text: textOf([...aspects], [...names].sort()) }] : [];
}
