export * from './route-table';
export * from './variable-names';
