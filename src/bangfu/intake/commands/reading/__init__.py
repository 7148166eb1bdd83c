"""From judged rows to rows that may go in: unions found, other files respected, values sealed."""
