/** A list of numbers that grows outside of the JavaScript heap, which would stay as large as it once was. */
export class NumberList {
  #numbers = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(value: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Float64Array(2 * this.#length);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length++] = value;
  }

  /** All of them in ascending order, in memory of the list: it can be used no more. */
  sorted(): Float64Array {
    return this.#numbers.subarray(0, this.#length).sort();
  }
}
