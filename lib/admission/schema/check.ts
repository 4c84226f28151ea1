import type { Report } from './report';

/** Reports what is wrong with a value. */
export type Check<Value = unknown> = (value: Value, report: Report) => void;
