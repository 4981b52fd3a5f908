import { sigmoid } from "../../../src/graph/ops/activation.js";
import { checkExpressions } from "../../helpers/expressions.js";

checkExpressions({
  sigmoid: { shapes: [[3, 5]], build: sigmoid },
});
