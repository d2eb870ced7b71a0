using MessageLB.Web.Publishing;
using Xunit;

namespace MessageLB.Web.Tests.Publishing;

public sealed class PublishAdmissionTests
{
    [Theory]
    [InlineData(0L, PublishAdmission.SmallLimit)]
    [InlineData((long)PublishAdmission.SmallSize, PublishAdmission.SmallLimit)]
    [InlineData(PublishAdmission.SmallSize + 1L, PublishAdmission.LargeLimit)]
    [InlineData(null, PublishAdmission.LargeLimit)]
    public void TryEnter_EveryPlaceTaken_RefusesUntilOneIsFree(long? contentLength, int limit)
    {
        var admission = new PublishAdmission();
        var places = Enumerable.Range(0, limit).Select(_ => admission.TryEnter(contentLength, out var _)).ToList();

        var refused = admission.TryEnter(contentLength, out var told);
        places[0]!.Dispose();
        var taken = admission.TryEnter(contentLength, out _);

        Assert.DoesNotContain(null, places);
        Assert.Null(refused);
        Assert.Equal(limit, told);
        Assert.NotNull(taken);
    }
}
