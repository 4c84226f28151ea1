import type { MessageType } from '../../../catalogue/message-type';
import { type Fields, fieldEntries, fieldsOf, numberOf } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9251 = {
  code: 'IST9251',
  name: 'FaultPastRetries',
  level: 'Info',
  summary: 'A route injects faults, which neither its retries nor its timeout see.',
  texts: {
    retries: () =>
      'do not repeat requests that fault.abort answers, because the proxy injects faults before it routes; to test retries, let the destination fail, or inject the fault at another proxy',
    timeout: () =>
      'does not count the time of fault.delay, because the proxy injects faults before it routes; to test the timeout, let the destination answer late, or inject the fault at another proxy',
  },
} as const satisfies MessageType;

/** Faults act before the router, which is what retries and measures the time. (F1, F9) */
export const faultsPastRetries: Rule = {
  name: 'faults-past-retries',
  reports: [IST9251],
  *check(index) {
    for (const object of index.all(VIRTUAL_SERVICE)) {
      for (const [i, { fault, retries, timeout }] of fieldEntries(fieldsOf(object.spec).http)) {
        if (fault === undefined) {
          continue;
        }
        const { abort, delay } = fieldsOf(fault);
        if (happens(fieldsOf(abort)) && (numberOf(fieldsOf(retries).attempts) ?? 0) > 0) {
          const field = ['spec', 'http', i, 'retries'];
          yield { type: IST9251, object, field, text: IST9251.texts.retries() };
        }
        if (happens(fieldsOf(delay)) && timeout !== undefined) {
          const field = ['spec', 'http', i, 'timeout'];
          yield { type: IST9251, object, field, text: IST9251.texts.timeout() };
        }
      }
    }
  },
};

/** Without a percentage, a fault is never injected. (F9) */
function happens({ percentage, percent }: Fields): boolean {
  return (numberOf(fieldsOf(percentage).value) ?? numberOf(percent) ?? 0) > 0;
}
