import fc from 'fast-check';
import { manifestOf } from '../../../lib/manifests/manifest';
import { MeshModel, trace } from '../../../lib/routing';
import { meshMap } from '../../../lib/view/map/mesh-map';
import { arbitraryMesh, arbitraryRequest } from '../../arbitrary-mesh';
import { holds } from '../../holds';
import type { KubernetesObject } from '../../mesh-objects';
import { untruthsOf } from './untruths';

test('the way of every request is on the map, with the marks that the trace has', () => {
  let delivered = 0;
  holds(
    fc.property(
      arbitraryMesh,
      fc.array(arbitraryRequest, { minLength: 15, maxLength: 15 }),
      (mesh, requests) => {
        fc.pre(!areManyForSome(mesh.objects));
        const manifests = mesh.objects.flatMap((object) => manifestOf(object) ?? []);
        const model = MeshModel.fromManifests(manifests, { mesh: mesh.mesh });
        const untruths = untruthsOf(meshMap(model));
        for (const request of requests) {
          const way = trace(model, request);
          delivered += way.outcomes.some(({ is }) => is === 'delivered') ? 1 : 0;
          expect({ request, untruths: untruths(way) }).toEqual({ request, untruths: [] });
        }
      },
    ),
  );
  // About 50, at random.
  expect(delivered).toBeGreaterThan(10);
});

/** Where several VirtualServices for one host ask who the client is, the map tries some clients, and not all. */
function areManyForSome(objects: readonly KubernetesObject[]): boolean {
  const routes = objects.filter(
    ({ kind, metadata }) => kind === 'VirtualService' && /^internal/.test(metadata.name),
  );
  return routes.length > 1 && /"source(?:Labels|Namespace)"/.test(JSON.stringify(routes));
}
