import type { VirtualServiceSpec } from '../../../imports/networking.istio.io';
import { type Fields, fieldEntries, fieldsOf, numberOf, textOrEmpty } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import { fullHost } from '../hosts/service-host';
import type { MeshIndex } from '../mesh-index';

/** A destination of a VirtualService or of a delegate, where it is written. */
export interface Destination {
  readonly virtualService: Manifest<VirtualServiceSpec>;
  readonly field: FieldPath;
  /** The list of routes that it belongs to. */
  readonly routes: 'http' | 'tls' | 'tcp';
  /** The route that it belongs to. */
  readonly route: Fields;
  /** Whether it gets copies of requests. */
  readonly isMirror: boolean;
  /** Whether it gets requests: neither mirrors nor, among several destinations, those without weight do. (F7) */
  readonly takesRequests: boolean;
  /** The host as it is written. */
  readonly host: string;
  /** The host that is meant. (G1) */
  readonly fullHost: string;
  /** Undefined where no port is named. */
  readonly port: number | undefined;
  /** Empty where no subset is named. */
  readonly subset: string;
}

/** The destinations of all VirtualServices; ask for them by `index.view(destinationsOf)`. */
export function destinationsOf(index: MeshIndex): readonly Destination[] {
  const found: Destination[] = [];
  for (const virtualService of index.all(VIRTUAL_SERVICE)) {
    addDestinations(virtualService, found);
  }
  return found;
}

/** The destinations of the VirtualServices that later ones of the same name replace. */
export function replacedDestinations(index: MeshIndex): readonly Destination[] {
  const found: Destination[] = [];
  for (const virtualService of index.replacedOf(VIRTUAL_SERVICE)) {
    addDestinations(virtualService, found);
  }
  return found;
}

function addDestinations(virtualService: Manifest<VirtualServiceSpec>, found: Destination[]): void {
  const spec = fieldsOf(virtualService.spec);
  const add = (role: Role, field: FieldPath, value: unknown) => {
    const { host, port, subset } = fieldsOf(value);
    const written = textOrEmpty(host);
    if (written !== '') {
      found.push({
        virtualService,
        field,
        routes: role.routes,
        route: role.route,
        isMirror: role.isMirror,
        takesRequests: role.takesRequests,
        host: written,
        fullHost: fullHost(written, virtualService.namespace),
        port: numberOf(fieldsOf(port).number),
        subset: textOrEmpty(subset),
      });
    }
  };
  for (const routes of ['tcp', 'tls', 'http'] as const) {
    for (const [i, route] of fieldEntries(spec[routes])) {
      const written = fieldEntries(route.route);
      for (const [j, { destination, weight }] of written) {
        const takesRequests = written.length < 2 || (numberOf(weight) ?? 0) > 0;
        const field = ['spec', routes, i, 'route', j, 'destination'];
        add({ routes, route, isMirror: false, takesRequests }, field, destination);
      }
    }
  }
  for (const [i, route] of fieldEntries(spec.http)) {
    const role = { routes: 'http', route, isMirror: true, takesRequests: false } as const;
    add(role, ['spec', 'http', i, 'mirror'], route.mirror);
    for (const [j, { destination }] of fieldEntries(route.mirrors)) {
      add(role, ['spec', 'http', i, 'mirrors', j, 'destination'], destination);
    }
  }
}

/** How a route uses a destination. */
type Role = Pick<Destination, 'routes' | 'route' | 'isMirror' | 'takesRequests'>;
