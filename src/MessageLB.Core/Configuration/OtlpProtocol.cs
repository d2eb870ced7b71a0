namespace MessageLB.Core.Configuration;

/// <summary>How OTLP is spoken.</summary>
public enum OtlpProtocol
{
    /// <summary>gRPC over HTTP/2; a collector's port 4317.</summary>
    Grpc,

    /// <summary>Protocol buffers over HTTP/1.1; a collector's port 4318.</summary>
    Http,
}
