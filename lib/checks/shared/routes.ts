import type { Destination } from '../../istiod/virtual-services/destinations';
import { type Fields, fieldEntries, fieldsOf } from '../../manifests/fields';

/** The route that a destination belongs to. */
export function routeOf({ virtualService, routes, field }: Destination): Fields {
  const list = fieldsOf(virtualService.spec)[routes];
  return fieldsOf(Array.isArray(list) ? list[field[2] as number] : undefined);
}

/** Whether a destination gets any requests: of several destinations, those without weight do not. (F7) */
export function takesRequests(destination: Destination): boolean {
  const route = routeOf(destination);
  if (destination.isMirror || fieldEntries(route.route).length < 2) {
    return true;
  }
  const own = Array.isArray(route.route) ? fieldsOf(route.route[destination.field[4] as number]) : {};
  return typeof own.weight === 'number' && own.weight > 0;
}
