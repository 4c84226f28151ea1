import { MeshModel, type TraceRequest } from 'cdk8s-istio';
import 'cdk8s-istio/testing';

const mesh = MeshModel.of('docs/examples/reviews.yaml');

const fromProductPage: TraceRequest = {
  url: 'http://reviews:9080/reviews/1',
  from: 'mesh:bookstore/productpage',
};

test('testers read the reviews of v2', () => {
  const request = { ...fromProductPage, headers: { 'x-group': 'testers' } };
  expect(mesh).toRoute(request, { to: 'reviews-v2', subset: 'v2' });
});

test('one request in ten of the others does', () => {
  expect(mesh).toRoute(fromProductPage, { to: 'reviews-v1', weight: 90 });
  expect(mesh).toRoute(fromProductPage, { to: 'reviews-v2', weight: 10 });
});

test('only the product page may read reviews, and nobody may write them', () => {
  expect(mesh).toDeny({ ...fromProductPage, from: 'mesh:bookstore/reviews-v1' }, { by: 'bookstore/reviews' });
  expect(mesh).toDeny({ ...fromProductPage, method: 'POST' }, { status: 403 });
});
