export { schemaFindings, wrongTypes } from './schema-findings';
export { withoutNulls } from './without-nulls';
