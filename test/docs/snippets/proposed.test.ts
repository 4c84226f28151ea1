import { MeshModel } from 'cdk8s-istio';
import 'cdk8s-istio/testing';

const mesh = MeshModel.of('docs/examples/reviews.yaml');

// VirtualService bookstore/reviews http[1] for reviews.bookstore.svc.cluster.local, in the mesh
// allowed at Deployment bookstore/reviews-v1: AuthorizationPolicy bookstore/reviews rules[0]
// allowed at Deployment bookstore/reviews-v2: AuthorizationPolicy bookstore/reviews rules[0]
test('GET http://reviews.bookstore.svc.cluster.local:9080/ from mesh:bookstore/productpage goes to bookstore/reviews-v1', () => {
  const request = {
    url: 'http://reviews.bookstore.svc.cluster.local:9080/',
    from: 'mesh:bookstore/productpage',
  } as const;
  expect(mesh).toRoute(request, { to: 'bookstore/reviews-v1', subset: 'v1', weight: 90 });
  expect(mesh).toRoute(request, { to: 'bookstore/reviews-v2', subset: 'v2', weight: 10 });
});

// VirtualService bookstore/reviews http[0] match[0] for reviews.bookstore.svc.cluster.local, in the mesh
test('GET http://reviews.bookstore.svc.cluster.local:9080/ from mesh:bookstore/productpage, x-group: testers goes to bookstore/reviews-v2', () => {
  const request = {
    url: 'http://reviews.bookstore.svc.cluster.local:9080/',
    headers: { 'x-group': 'testers' },
    from: 'mesh:bookstore/productpage',
  } as const;
  expect(mesh).toRoute(request, { to: 'bookstore/reviews-v2', subset: 'v2' });
});

// denied at Deployment bookstore/reviews-v1: AuthorizationPolicy bookstore/reviews
// denied at Deployment bookstore/reviews-v2: AuthorizationPolicy bookstore/reviews
test('GET http://reviews.bookstore.svc.cluster.local:9080/ from mesh:bookstore/reviews-v2 is denied by bookstore/reviews', () => {
  const request = {
    url: 'http://reviews.bookstore.svc.cluster.local:9080/',
    from: 'mesh:bookstore/reviews-v2',
  } as const;
  expect(mesh).toDeny(request, { by: 'bookstore/reviews', status: 403 });
});
