import { object } from '../../../scene';
import { messagesOfValid } from '../../support';

const virtualService = (name: string, hosts: string, destination: string, gateways = '[]') =>
  object(
    'VirtualService',
    name,
    `{ hosts: ${hosts}, gateways: ${gateways}, http: [{ route: [{ destination: ${destination} }] }] }`,
  );
const chooser = virtualService('default/inside', '[reviews]', '{ host: reviews, subset: v1 }');

test.each([
  [
    'a gateway without the subset',
    chooser + virtualService('default/web', '[a.example.com]', '{ host: reviews }', '[web]'),
    [
      'Warning IST0140 VirtualService default/web: spec.http[0].route[0].destination.host "reviews" gets its subset from VirtualService "default/inside" only for requests inside the mesh; name a subset here for requests from gateways',
    ],
  ],
  [
    'a gateway with a subset',
    chooser + virtualService('default/web', '[a.example.com]', '{ host: reviews, subset: v2 }', '[web]'),
    [],
  ],
  ['the mesh', chooser + virtualService('default/web', '[a.example.com]', '{ host: reviews }'), []],
  [
    'a host that has no subset inside the mesh',
    virtualService('default/inside', '[reviews]', '{ host: reviews }') +
      virtualService('default/web', '[a.example.com]', '{ host: reviews }', '[web]'),
    [],
  ],
  [
    'a subset that another host leads to',
    virtualService('default/inside', '[other]', '{ host: reviews, subset: v1 }') +
      virtualService('default/web', '[a.example.com]', '{ host: reviews }', '[web]'),
    [],
  ],
])('%s', (_, yaml, expected) => expect(messagesOfValid(['IST0140'], yaml)).toEqual(expected));
