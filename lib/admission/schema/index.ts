export { schemaFindings } from './schema-findings';
export { withoutNulls } from './without-nulls';
