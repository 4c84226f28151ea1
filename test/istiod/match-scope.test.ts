import { isBuiltFor, isUsedBySidecar, isUsedInMesh } from '../../lib/istiod/virtual-services/match-scope';

const workload = { namespace: 'shop', labels: { app: 'web', version: 'v1' } };
const atGateway = { workload, gateway: 'shop/gw', port: 80 };
const inMesh = { workload, gateway: 'mesh', port: 80 };

test.each([
  [{}, true, true],
  [{ port: 80 }, true, true],
  [{ port: 81 }, false, false],
  [{ port: 0 }, true, true],
  [{ gateways: ['shop/gw'] }, true, false],
  [{ gateways: ['mesh'] }, false, true],
  [{ gateways: [] }, true, true],
  [{ sourceLabels: { app: 'web' } }, true, true],
  [{ sourceLabels: { app: 'other' } }, false, false],
  [{ sourceNamespace: 'shop' }, true, true],
  [{ sourceNamespace: 'other' }, false, false],
  // A match that names gateways is built whatever the source is.
  [{ gateways: ['mesh', 'shop/gw'], sourceNamespace: 'other', sourceLabels: { app: 'other' } }, true, true],
])('%j is built at the gateway: %s, and in the mesh: %s (E2)', (match, gateway, mesh) => {
  expect(isBuiltFor(match, atGateway)).toBe(gateway);
  expect(isBuiltFor(match, inMesh)).toBe(mesh);
});

test.each([
  [undefined, true, true],
  [[], true, true],
  [[{ gateways: ['gw'] }], false, false],
  [[{ gateways: ['gw'] }, { gateways: ['mesh'] }], true, true],
  [[{ port: 81 }], true, true],
  [[{ sourceLabels: { app: 'other' } }], true, false],
])('sidecars use a route with matches %j: %s, and those of this workload: %s', (match, some, own) => {
  expect(isUsedInMesh({ match })).toBe(some);
  expect(isUsedBySidecar({ match }, workload)).toBe(own);
});
