import { gateway, HTTP, virtualService } from '../../scene';
import { findingsOf } from '../../support';

const findings = (exportTo: string[]) =>
  findingsOf(
    'IST9202',
    gateway('gw', HTTP),
    virtualService('shop', { hosts: ['shop.example.com'], gateways: ['gw'], exportTo, http: [] }),
  );

test.each([['.'], ['web']])('what is exported to "%s" alone is hidden from the gateway', (to) => {
  expect(findings([to])).toEqual([
    'Warning IST9202 VirtualService default/shop: spec.exportTo the pods of Gateway "default/gw" are in namespace "istio-system", which this is not exported to, so that they ignore the VirtualService; add their namespace',
  ]);
});

test.each([[['*']], [['.', 'istio-system']], [[]]])('what is exported to %j is not', (exportTo) => {
  expect(findings(exportTo)).toEqual([]);
});
