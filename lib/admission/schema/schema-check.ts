import type { Report } from './report';

/** Reports what is wrong with a value, by one schema or a part of one. */
export type Check<Value = unknown> = (value: Value, report: Report) => void;
