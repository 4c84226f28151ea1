import { findingsOf } from '../../support';

const said = (fault: string) =>
  findingsOf(
    'IST9010',
    `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: s}, spec: {hosts: [a.example.com], http: [{fault: ${fault}, route: [{destination: {host: a.example.com}}]}]}}`,
  );

test.each([
  ['{abort: {httpStatus: 500}}', 'abort', 'aborted'],
  ['{abort: {grpcStatus: UNAVAILABLE, percentage: {}}}', 'abort', 'aborted'],
  ['{delay: {fixedDelay: 5s}}', 'delay', 'delayed'],
])('%s never happens (F9)', (fault, field, done) => {
  expect(said(fault)).toEqual([
    `Warning IST9010 VirtualService s/a: spec.http[0].fault.${field} has no percentage, which means 0, so no request is ${done}; set "percentage: { value: 100 }" for all`,
  ]);
});

test.each([
  '{abort: {httpStatus: 500, percentage: {value: 10}}}',
  // Somebody has turned it off.
  '{abort: {httpStatus: 500, percentage: {value: 0}}}',
  '{delay: {fixedDelay: 5s, percentage: {value: 100}}}',
  '{delay: {fixedDelay: 5s, percent: 10}}',
])('nothing is said of %s', (fault) => {
  expect(said(fault)).toEqual([]);
});
