// A program, since tests are compiled as programs (-fPIE) and precompiled headers must be compiled
// alike.
int main() { return 0; }
