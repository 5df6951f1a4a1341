-- The type badcase and its input and output.


