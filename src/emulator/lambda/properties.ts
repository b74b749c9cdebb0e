export * from '../template/read';
