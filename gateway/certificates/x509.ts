// The library finds its classes by metadata, which this adds to the language before it is loaded.
import 'reflect-metadata'

export * from '@peculiar/x509'
