export * from './aspects';
export * from './targets';
