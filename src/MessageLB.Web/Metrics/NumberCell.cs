namespace MessageLB.Web.Metrics;

/// <summary>A number that several threads update in place.</summary>
internal sealed class NumberCell
{
#pragma warning disable CA1051 // A field, because Interlocked needs its address.
    public double Value;
#pragma warning restore CA1051
}
