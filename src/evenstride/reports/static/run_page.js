// Joins the parts of a run's curves on whatever page they stand.

import { connectRunCharts } from "./run_charts.js";

connectRunCharts();
