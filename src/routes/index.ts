export * from './route-table';
export * from './unlisted-methods';
export * from './variable-names';
