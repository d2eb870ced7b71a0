namespace MessageLB.Core.Adjustment;

/// <summary>A destination whose weight is to be judged.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its configured weight. 1 or more.</param>
/// <param name="Evidence">What the interval showed.</param>
/// <param name="Factor">What its weight is multiplied by.</param>
internal readonly record struct AdjustmentSubject(string Name, int Weight, Evidence Evidence, WeightFactor Factor);
