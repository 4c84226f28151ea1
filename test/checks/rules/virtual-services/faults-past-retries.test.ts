import { object } from '../../../scene';
import { findingsOf } from '../../support';

const said = (route: string) =>
  findingsOf(
    'IST9251',
    object(
      'VirtualService',
      'web',
      `{ hosts: [web], http: [{ ${route}, route: [{ destination: { host: web } }] }] }`,
    ),
  );
const ABORT = 'fault: { abort: { httpStatus: 503, percentage: { value: 50 } } }';
const DELAY = 'fault: { delay: { fixedDelay: 5s, percentage: { value: 50 } } }';
const PLACE = 'Info IST9251 VirtualService default/web: spec.http[0]';

test('retries do not see an injected answer', () => {
  expect(said(`${ABORT}, retries: { attempts: 3 }`)).toEqual([
    `${PLACE}.retries do not repeat requests that fault.abort answers, because the proxy injects faults before it routes; to test retries, let the destination fail, or inject the fault at another proxy`,
  ]);
});

test('a timeout does not see an injected delay', () => {
  expect(said(`${DELAY}, timeout: 1s`)).toEqual([
    `${PLACE}.timeout does not count the time of fault.delay, because the proxy injects faults before it routes; to test the timeout, let the destination answer late, or inject the fault at another proxy`,
  ]);
});

test.each([
  `${ABORT}, timeout: 1s`,
  `${DELAY}, retries: { attempts: 3 }`,
  `${ABORT}, retries: { attempts: 0 }`,
  'fault: { abort: { httpStatus: 503 } }, retries: { attempts: 3 }',
  'retries: { attempts: 3 }, timeout: 1s',
])('nothing is said of %s', (route) => {
  expect(said(route)).toEqual([]);
});
