import {
  authorizationPolicy,
  namespace,
  object,
  service,
  serviceEntry,
  virtualService,
} from '../../../scene';
import { findingsOf } from '../../support';

const MESH = service('shop/reviews') + service('shop/ratings') + namespace('other');
const findings = (host: string, ...more: string[]) =>
  findingsOf(
    'IST9271',
    MESH,
    authorizationPolicy('shop/policy', { rules: [{ to: [{ operation: { hosts: [host] } }] }] }),
    ...more,
  );

test.each([
  ['wrong', 'correct the name'],
  ['review', 'write "reviews"'],
  ['Review:8080', 'write "reviews:8080"'],
  ['review.shop', 'write "reviews.shop"'],
  ['wrong.shop.svc', 'correct the name'],
  ['reviws.shop.svc.cluster.local', 'write "reviews.shop.svc.cluster.local"'],
])('%s', (host, remedy) => {
  expect(findings(host)).toEqual([
    `Warning IST9271 AuthorizationPolicy shop/policy: spec.rules[0].to[0].operation.hosts[0] "${host}" is the name of a Service that namespace "shop" does not have in these manifests, so no request is for it; ${remedy}, or, if the Service exists elsewhere, pass it as --context`,
  ]);
});

test.each([
  ['a Service', 'reviews'],
  ['a Service with a port', 'ratings.shop:*'],
  ['a pattern', 'wrong*'],
  ['any host', '*'],
  ['a Service of a namespace that shows none', 'wrong.other.svc.cluster.local'],
  ['a domain', 'wrong.org'],
  ['a pod', 'reviews-0.wrong.shop.svc.cluster.local'],
  ['Istio', 'wrong.istio-system'],
])('%s', (_, host) => {
  expect(findings(host)).toEqual([]);
});

test.each([
  [
    'a ServiceEntry',
    serviceEntry('shop/old', '{ hosts: [old.shop], resolution: DNS, ports: [{ number: 80, name: http }] }'),
  ],
  [
    'a VirtualService',
    virtualService('shop/old', '{ hosts: [old], http: [{ directResponse: { status: 410 } }] }'),
  ],
  ['an object that is known to exist', object('Service', 'shop/old')],
])('a host of %s', (kind, yaml) => {
  expect(findings(kind === 'a ServiceEntry' ? 'old.shop' : 'old', yaml)).toEqual([]);
});

test('a policy alone says nothing of what is elsewhere', () => {
  const policy = authorizationPolicy('policy', { rules: [{ to: [{ operation: { hosts: ['wrong'] } }] }] });
  expect(findingsOf('IST9271', policy)).toEqual([]);
});
