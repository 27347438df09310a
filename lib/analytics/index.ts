export { loadSales, SALES_PERIODS, type Sales, type SalesPeriod } from './load-sales';
export { sealSales } from './seal-sales';
