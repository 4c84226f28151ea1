import { type Fields, numberOf, objectsIn, optionalFields } from '../../manifests/fields';
import { percentageOf } from './fault';

/** A destination that gets copies of requests. */
export interface Mirror {
  readonly destination: Fields;
  /** From 0 to 100. */
  readonly percentage: number;
}

/** The mirrors of a route. Without a percentage a mirror gets a copy of every request; with 0 it gets none. (F10) */
export function mirrorsOf(route: Fields): readonly Mirror[] {
  const mirrors: Mirror[] = [];
  const single = optionalFields(route.mirror);
  if (single) {
    const percentage = optionalFields(route.mirrorPercentage)
      ? percentageOf(route.mirrorPercentage)
      : (numberOf(route.mirrorPercent ?? route.mirror_percent) ?? 100);
    mirrors.push({ destination: single, percentage });
  }
  for (const { destination: written, percentage } of objectsIn(route.mirrors)) {
    const destination = optionalFields(written);
    if (destination) {
      mirrors.push({
        destination,
        percentage: optionalFields(percentage) ? percentageOf(percentage) : 100,
      });
    }
  }
  return mirrors.filter(({ percentage }) => percentage > 0);
}
