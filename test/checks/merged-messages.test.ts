import { check, mergedMessages } from '../../lib/checks';
import { readYaml } from '../../lib/manifests/read-yaml';
import { gateway, routes, to } from '../scene';

const merged = (yaml: string) =>
  mergedMessages(check(readYaml(yaml, 'test.yaml').manifests)).map(
    ({ shownCodes, field }) => `${field} ${shownCodes}`,
  );
const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
`;
const options = (name: string) => ({ hosts: '["a.example.com"]', gateways: `["${name}"]` });

test('a Gateway that does not exist is said once', () => {
  const yaml = SERVICE + routes('web', `[{ ${to('web')} }]`, options('default/gw'));
  expect(merged(yaml)).toEqual(['spec.gateways[0] [IST0101] [IST0132]']);
});

test('and so is one in the older spelling', () => {
  const yaml = SERVICE + routes('web', `[{ ${to('web')} }]`, options('gw.other'));
  expect(merged(yaml)).toEqual(['spec.gateways[0] [IST0101] [IST0133] [IST0132]']);
});

test('without the other finding, each stands for itself', () => {
  const servers = '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["b.example.com"] }]';
  const yaml = SERVICE + gateway('gw', servers) + routes('web', `[{ ${to('web')} }]`, options('gw'));
  expect(merged(yaml)).toEqual(['spec.gateways[0] [IST0132]']);
});

test('findings about other fields are other findings', () => {
  const two = options('default/gw');
  const yaml =
    SERVICE +
    gateway('other', '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["b.example.com"] }]') +
    routes('web', `[{ ${to('web')} }]`, { ...two, gateways: '["default/gw", "default/other"]' });
  expect(merged(yaml)).toEqual(['spec.gateways[0] [IST0101] [IST0132]', 'spec.gateways[1] [IST0132]']);
});
